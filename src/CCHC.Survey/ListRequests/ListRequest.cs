using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Survey.ListRequests;

/// <summary>Asks units for the people who may be asked there (danh sách đối tượng khảo sát); what they deliver becomes one frame, once.</summary>
public sealed class ListRequest
{
    private readonly List<AskedUnit> _units = [];

    public Guid Id { get; private init; }
    public Guid CampaignId { get; private init; }
    public string Name { get; private init; } = "";

    /// <summary>Whom the list is to hold, and what its strata are.</summary>
    public string Guidance { get; private init; } = "";

    /// <summary>The last day, in Việt Nam; what comes later is taken and marked.</summary>
    public DateOnly DueOn { get; private init; }

    /// <summary>People wanted of each unit.</summary>
    public int Wanted { get; private init; }

    public string AskedBy { get; private init; } = "";
    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>Since then the people stand in the frame and nowhere else, and nothing more is taken.</summary>
    public DateTimeOffset? TakenOverAt { get; private set; }

    public string? TakenOverBy { get; private set; }
    public Guid? FrameId { get; private set; }

    public IReadOnlyList<AskedUnit> Units => _units;

    public static ListRequest Ask(Guid campaignId, string name, string guidance, DateOnly dueOn, int wanted, IEnumerable<AskableUnit> units, string by, DateTimeOffset now)
    {
        if (dueOn < VietnamTime.DateOf(now))
        {
            throw new InvalidInputException("dueOn", "Hạn nộp phải từ hôm nay trở đi.");
        }

        var request = new ListRequest { Id = Guid.CreateVersion7(), CampaignId = campaignId, Name = name, Guidance = guidance, DueOn = dueOn, Wanted = wanted, AskedBy = by, AskedAt = now };
        request._units.AddRange(units.Select(unit => new AskedUnit
        {
            RequestId = request.Id, UnitId = unit.UnitId, Code = unit.Code, Name = unit.Name, GroupCode = unit.GroupCode, GroupName = unit.GroupName,
        }));
        return request;
    }

    /// <summary>What a unit delivered before is replaced as a whole.</summary>
    public void Deliver(AskedUnit unit, int people, int duplicates, string by, DateTimeOffset at)
    {
        RefuseTakenOver("Danh sách không nộp hoặc nộp thay được nữa; nếu cần bổ sung người, đề nghị liên hệ cơ quan yêu cầu.");
        unit.Take(people, duplicates, by, at);
    }

    public void TakeOver(Guid frameId, string by, DateTimeOffset now)
    {
        RefuseTakenOver("Mỗi yêu cầu chỉ lập khung mẫu một lần.");
        if (_units.TrueForAll(unit => unit.DeliveredAt is null))
        {
            throw new RuleViolationException("list-request.nothing-delivered", "Chưa đơn vị nào nộp danh sách nên chưa lập được khung mẫu.");
        }

        (FrameId, TakenOverBy, TakenOverAt) = (frameId, by, now);
    }

    /// <summary>The list came after the last day, or is missing since.</summary>
    public bool IsLate(AskedUnit unit, DateTimeOffset now) => VietnamTime.DateOf(unit.DeliveredAt ?? TakenOverAt ?? now) > DueOn;

    private void RefuseTakenOver(string then)
    {
        if (TakenOverAt is { } at)
        {
            throw new RuleViolationException("list-request.taken-over", $"Khung mẫu đã được lập từ các danh sách lúc {VietnamTime.Of(at):HH:mm} ngày {VietnamTime.Of(at):dd/MM/yyyy}. {then}");
        }
    }
}

/// <summary>A unit as it was named when it was asked, and what it has delivered.</summary>
public sealed class AskedUnit
{
    public required Guid RequestId { get; init; }
    public required Guid UnitId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string GroupCode { get; init; }
    public required string GroupName { get; init; }

    /// <summary>Everybody once.</summary>
    public int People { get; private set; }

    public int Duplicates { get; private set; }
    public string? DeliveredBy { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }

    internal void Take(int people, int duplicates, string by, DateTimeOffset at) => (People, Duplicates, DeliveredBy, DeliveredAt) = (people, duplicates, by, at);
}

/// <summary>A person as a unit delivered it, name and contact sealed; deleted when the lists become a frame.</summary>
public sealed class ListedPerson
{
    public required Guid RequestId { get; init; }
    public required Guid UnitId { get; init; }
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required string Contact { get; init; }
    public required string Stratum { get; init; }
    public required string? Cluster { get; init; }
    public required string? UnitCode { get; init; }
}
