using CCHC.Criteria.Calendars;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Criteria.Plans;

/// <summary>A task of a campaign's plan (nhiệm vụ) with who leads it, until when, and what comes of it.</summary>
public sealed class PlanStep
{
    private readonly List<PlanFile> _files = [];

    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid CampaignId { get; private set; }
    public int Position { get; internal set; }
    public string Name { get; private set; } = "";

    /// <summary>The unit that leads, when it is one of the register; it is reminded.</summary>
    public Guid? LeadUnitId { get; private set; }

    public string LeadName { get; private set; } = "";
    public string Coordinators { get; private set; } = "";
    public DateOnly? DueOn { get; private set; }

    /// <summary>As the plan prints it, such as "Cả năm 2023"; null prints the month of <see cref="DueOn"/>.</summary>
    public string? DueText { get; private set; }

    public string Product { get; private set; } = "";
    public DateOnly? DoneOn { get; private set; }
    public string? DoneNote { get; private set; }

    public IReadOnlyList<PlanFile> Files => _files;

    public void Describe(string name, Guid? leadUnitId, string leadName, string coordinators, DateOnly? dueOn, string? dueText, string product) =>
        (Name, LeadUnitId, LeadName, Coordinators, DueOn, DueText, Product) = (name, leadUnitId, leadName, coordinators, dueOn, dueText, product);

    public void Complete(DateOnly on, string? note) => (DoneOn, DoneNote) = (on, note);

    public void TakeUpAgain() => (DoneOn, DoneNote) = (null, null);

    public PlanFile Attach(string name, byte[] content, DateTimeOffset now)
    {
        var file = new PlanFile(name, content, now);
        _files.Add(file);
        return file;
    }

    public void Detach(PlanFile file) => _files.Remove(file);

    /// <summary>waiting, done or overdue, on a local day.</summary>
    public string StateOn(DateTimeOffset now) => DoneOn is not null ? "done" : DueOn < VietnamTime.DateOf(now) ? "overdue" : "waiting";
}

/// <summary>A document attached to a step, such as the issued plan.</summary>
public sealed class PlanFile
{
    public const int MaxBytes = 20 * 1024 * 1024;

    private PlanFile()
    {
    }

    internal PlanFile(string name, byte[] content, DateTimeOffset now) =>
        (Id, Name, Size, Content, AttachedAt) = (Guid.CreateVersion7(now), name, content.Length, new PlanFileContent(content), now);

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public int Size { get; private set; }
    public DateTimeOffset AttachedAt { get; private set; }

    /// <summary>Apart, so that lists do not read it.</summary>
    public PlanFileContent Content { get; private set; } = null!;
}

public sealed class PlanFileContent
{
    private PlanFileContent()
    {
    }

    internal PlanFileContent(byte[] bytes) => Bytes = bytes;

    public Guid PlanFileId { get; private set; }
    public byte[] Bytes { get; private set; } = [];
}
