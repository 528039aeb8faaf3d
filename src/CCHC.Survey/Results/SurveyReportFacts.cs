using CCHC.Survey.Submissions;

namespace CCHC.Survey.Results;

/// <summary>What the report on a survey is made of; figures of opinions are those that may be shown.</summary>
/// <param name="OfProvince">Whether the province's home affairs has asked; another government's agency is not known by name.</param>
/// <param name="Strata">Empty where nobody was drawn.</param>
public sealed record SurveyReportFacts(
    string CampaignName, int Year, bool OfProvince, string Introduction, int Questions, int Units, DateTimeOffset? OpenedAt,
    IReadOnlyList<ReportedRespondents> Respondents, IReadOnlyList<ReportedStratum> Strata, IReadOnlyList<ReportedChannel> Channels, IReadOnlyList<ReportedFlag> Flags,
    IReadOnlyList<ReportedExclusion> Exclusions, GetStatistics.Response Results);

/// <param name="Forms">Whatever became of them.</param>
public sealed record ReportedRespondents(string Name, int Forms, int Counted);

/// <param name="People">In the frame.</param>
/// <param name="Sample">Wanted of them.</param>
public sealed record ReportedStratum(string RespondentGroup, string Name, int People, int Sample, int Forms, int Counted);

public sealed record ReportedChannel(SubmissionChannel Channel, int Forms);

/// <param name="Flag">See <see cref="Quality"/>; a form may have several.</param>
public sealed record ReportedFlag(string Flag, int Counted, int Excluded);

public sealed record ReportedExclusion(string Reason, int Forms);
