namespace CCHC.Portal.SurveyResults;

public enum SubmissionChannel
{
    Link,
    Kiosk,
    Personal,
    Paper,
    Import,
    Tablet,
}

/// <summary>How the field work goes, in counts.</summary>
public sealed record FieldBoard(
    int Submissions, int Counted, int Flagged, int Excluded, IReadOnlyList<StratumLine> Strata, IReadOnlyList<EnumeratorLine> Enumerators, IReadOnlyList<DayLine> Days,
    IReadOnlyList<ChannelLine> Channels, IReadOnlyList<FlagLine> Flags, DateTimeOffset AsOf, SurveyState Status);

/// <param name="Sample">People wanted; null where nobody was drawn.</param>
/// <param name="Answered">Invited people who have answered; null once the survey is closed, for that is forgotten.</param>
public sealed record StratumLine(string RespondentGroupName, string Stratum, int? Sample, int? Answered, int Stored, int Counted);

public sealed record EnumeratorLine(string Name, int Stored, int Flagged, int Duplicates, int Days);

public sealed record DayLine(DateOnly Day, int Submissions);

public sealed record ChannelLine(SubmissionChannel Channel, int Submissions);

public sealed record FlagLine(string Flag, int Submissions);
