using CCHC.Portal.Gateway;

namespace CCHC.Portal.SurveyResults;

public enum FormState
{
    Valid,
    Flagged,
    Excluded,
}

/// <summary>Forms that have something odd, with their answers.</summary>
public sealed record FlaggedForms(IReadOnlyList<FlaggedForm> Items, int Total);

public sealed record FlaggedForm(
    Guid Id, DateOnly Day, SubmissionChannel Channel, string RespondentGroup, string Stratum, string? Enumerator, IReadOnlyList<string> Flags, FormState State, string? Reason, string? ReviewedBy,
    IReadOnlyList<FormAnswer> Answers)
{
    /// <summary>The second answers of one person never count, whatever anybody decides.</summary>
    public bool IsDuplicate => Flags.Contains(Words.Duplicate);
}

public sealed record FormAnswer(string QuestionCode, string QuestionText, string? UnitName, string Value);

/// <summary>Which forms are looked at; stands in the address.</summary>
/// <param name="State">Null for all.</param>
public sealed record ReviewFilter(string? Flag, FormState? State, int Page)
{
    public const int PageSize = 20;
    private const string Everything = "tat-ca";

    private static readonly (FormState State, string Name)[] Names = [(FormState.Valid, "hop-le"), (FormState.Excluded, "loai")];

    public static ReviewFilter Of(string? flag, string? state, int? page) => new(
        Words.Flags.Contains(flag) ? flag : null,
        state == Everything ? null : Names.Where(known => known.Name == state).Select(known => (FormState?)known.State).FirstOrDefault() ?? FormState.Flagged,
        Math.Max(page ?? 1, 1));

    /// <summary>As the portal writes it, with its question mark; what is usual is left out.</summary>
    public string Query => QueryString.Create(new List<KeyValuePair<string, string?>>(
    [
        .. Flag is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("dauHieu", Flag)],
        .. State == FormState.Flagged ? Array.Empty<KeyValuePair<string, string?>>() : [new("ketLuan", State is { } state ? Names.First(known => known.State == state).Name : Everything)],
        .. Page == 1 ? Array.Empty<KeyValuePair<string, string?>>() : [new("trang", $"{Page}")],
    ])).ToUriComponent();

    /// <summary>As the service reads it.</summary>
    public string ApiQuery => $"?page={Page}&pageSize={PageSize}"
        + (Flag is null ? "" : $"&flag={Uri.EscapeDataString(Flag)}") + (State is { } state ? $"&state={state}" : "");

    public int PageCount(int total) => Math.Max(1, (total + PageSize - 1) / PageSize);
}

/// <summary>A decision that was refused, with what was chosen and typed.</summary>
public sealed record RefusedReview(Problem Problem, IReadOnlyList<string> Ids, string Reason);
