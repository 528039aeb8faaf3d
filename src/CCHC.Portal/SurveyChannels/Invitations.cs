namespace CCHC.Portal.SurveyChannels;

public enum InvitationState
{
    Open,
    Answered,
    Expired,
    Withdrawn,

    /// <summary>A reserve that nobody has called.</summary>
    Waiting,
}

/// <summary>Who was invited, as numbers.</summary>
public sealed record InvitationList(IReadOnlyList<Invitation> Items, int Total, int Answered, int Open, int Invited, IReadOnlyList<InvitedStratum> Strata)
{
    public const int PageSize = 50;

    public int PageCount => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

public sealed record Invitation(int Serial, string Stratum, string? Cluster, string? UnitName, InvitationState State, int Reminders);

public sealed record InvitedStratum(string RespondentGroup, string Stratum, int Sample, int Answered);

/// <summary>What came of giving out codes; where few were invited, answers could be guessed.</summary>
public sealed record Issued(int Count, IReadOnlyList<SmallCell> SmallCells);

public sealed record SmallCell(string Stratum, string? Cluster, string? UnitName, int People);

public sealed record ReminderList(IReadOnlyList<ReminderRound> Items);

public sealed record ReminderRound(DateTimeOffset At, string By, int People);

/// <summary>Which part of the list is shown.</summary>
public sealed record InvitationFilter(InvitationState? State, string? Stratum, int Page)
{
    public string Query(int page)
    {
        var query = State is { } state ? QueryString.Create("tt", InvitationWords.KeyOf(state)) : QueryString.Empty;
        query = string.IsNullOrEmpty(Stratum) ? query : query.Add("tang", Stratum);
        return (page > 1 ? query.Add("trang", $"{page}") : query).ToUriComponent();
    }
}

internal static class InvitationWords
{
    public static IReadOnlyList<InvitationState> All { get; } = Enum.GetValues<InvitationState>();

    public static string KeyOf(InvitationState state) => state switch
    {
        InvitationState.Open => "cho",
        InvitationState.Answered => "da-tra-loi",
        InvitationState.Expired => "het-han",
        InvitationState.Withdrawn => "da-thay",
        _ => "du-phong",
    };

    public static InvitationState? StateOf(string? key) => All.Where(state => KeyOf(state) == key).Select(state => (InvitationState?)state).FirstOrDefault();

    public static (string Kind, string Text) Of(InvitationState state) => state switch
    {
        InvitationState.Open => ("active", SurveyChannelsTexts.StateOpen),
        InvitationState.Answered => ("done", SurveyChannelsTexts.StateAnswered),
        InvitationState.Expired => ("warning", SurveyChannelsTexts.StateExpired),
        InvitationState.Withdrawn => ("waiting", SurveyChannelsTexts.StateWithdrawn),
        _ => ("waiting", SurveyChannelsTexts.StateWaiting),
    };
}
