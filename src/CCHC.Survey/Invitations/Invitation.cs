using CCHC.Sampling;

namespace CCHC.Survey.Invitations;

/// <summary>
/// One person of a drawn sample who may answer once. Leads to the person in the frame; nothing leads from here to an answer: an answer shares
/// survey, respondent group, stratum and cluster with all who were invited there.
/// </summary>
public sealed class Invitation
{
    public required Guid SurveyId { get; init; }

    /// <summary>Printed on labels and lists, from 1.</summary>
    public required int Serial { get; init; }

    public required Guid FrameId { get; init; }

    /// <summary>The person's number in the frame.</summary>
    public required int Number { get; init; }

    public required string RespondentGroupCode { get; init; }
    public required string Stratum { get; init; }

    /// <summary>As drawn; where fewer than five were invited of it, answers do not name it.</summary>
    public string? Cluster { get; init; }

    /// <summary>What an answer names instead of <see cref="Cluster"/>.</summary>
    public string? AnsweredCluster { get; init; }

    public required decimal Weight { get; init; }

    /// <summary>The unit that the person rates; null where one rates several.</summary>
    public Guid? UnitId { get; init; }

    /// <summary>Of the code, which the database does not hold.</summary>
    public required byte[] CodeHash { get; init; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>A reserve is asked only in place of somebody else; until then its code is not valid.</summary>
    public bool Waiting { get; private set; }

    /// <summary>Order among the reserves of a stratum and cluster.</summary>
    public required int Position { get; init; }

    /// <summary>Given up, for a reserve in the person's place.</summary>
    public bool Withdrawn { get; private set; }

    /// <summary>Whether, never what or when, the person has answered; forgotten when the survey is closed.</summary>
    public bool Answered { get; private set; }

    public int Reminders { get; private set; }

    public static Invitation Of(Guid surveyId, int serial, string respondentGroup, Guid frameId, Draw.Selected drawn, string? answeredCluster, Guid? unitId, byte[] codeHash, DateTimeOffset? expiresAt) => new()
    {
        SurveyId = surveyId,
        Serial = serial,
        FrameId = frameId,
        Number = drawn.Number,
        RespondentGroupCode = respondentGroup,
        Stratum = drawn.Stratum,
        Cluster = drawn.Cluster,
        AnsweredCluster = answeredCluster,
        Weight = drawn.Weight,
        UnitId = unitId,
        CodeHash = codeHash,
        ExpiresAt = expiresAt,
        Waiting = drawn.Reserve,
        Position = drawn.Position,
    };

    public void Withdraw() => Withdrawn = true;

    public void Call() => Waiting = false;
}

/// <summary>How big a stratum of a survey's sample is, for its estimates.</summary>
public sealed class SampleStratum
{
    public required Guid SurveyId { get; init; }
    public required string RespondentGroupCode { get; init; }
    public required string Stratum { get; init; }

    /// <summary>People in the frame.</summary>
    public required int People { get; init; }

    /// <summary>Clusters in the frame; null where people were drawn at once.</summary>
    public int? Clusters { get; init; }

    /// <summary>People wanted, without reserve.</summary>
    public required int Sample { get; init; }
}
