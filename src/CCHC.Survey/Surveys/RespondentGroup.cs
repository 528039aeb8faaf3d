using System.Security.Cryptography;

namespace CCHC.Survey.Surveys;

/// <summary>How many of the units on offer one person gives an opinion of.</summary>
public enum RatedUnits
{
    /// <summary>A delegate rates all departments.</summary>
    All,

    /// <summary>A citizen rates the office that dealt with the dossier.</summary>
    One,
}

/// <summary>Who is asked, such as the delegates of the council (loại phiếu); all of them use one link, so an answer leads to the group and no further.</summary>
public sealed class RespondentGroup
{
    /// <summary>Crockford's base 32: nothing that looks like something else on paper.</summary>
    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int LinkCodeLength = 10;

    public required string Code { get; init; }

    public required string Name { get; set; }

    public RatedUnits Rates { get; set; }

    /// <summary>Unit groups that it gives an opinion of; empty for all that the survey is about.</summary>
    public IReadOnlyList<string> RatedGroups { get; set; } = [];

    /// <summary>50 random bits; whoever knows it may answer.</summary>
    public string LinkCode { get; init; } = RandomNumberGenerator.GetString(Alphabet, LinkCodeLength);

    /// <summary>A code as typed from paper: in any case, with O for 0, I or L for 1, with hyphens or blanks.</summary>
    public static string NormalizeLinkCode(string typed) => typed.ToUpperInvariant()
        .Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
        .Replace('O', '0').Replace('I', '1').Replace('L', '1');

    /// <summary>Takes over what a draft says of the group now; its link stays.</summary>
    internal RespondentGroup Take(RespondentGroup wanted)
    {
        (Name, Rates, RatedGroups) = (wanted.Name, wanted.Rates, wanted.RatedGroups);
        return this;
    }
}
