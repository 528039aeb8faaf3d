using System.Security.Cryptography;

namespace CCHC.Survey.Surveys;

/// <summary>Who is asked, such as the delegates of the council; all of them use one link, so an answer leads to the group and no further.</summary>
public sealed class RespondentGroup
{
    /// <summary>Crockford's base 32: nothing that looks like something else on paper.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int LinkCodeLength = 10;

    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>50 random bits; whoever knows it may answer.</summary>
    public string LinkCode { get; init; } = RandomNumberGenerator.GetString(Alphabet, LinkCodeLength);

    /// <summary>A code as typed from paper: in any case, with O for 0, I or L for 1, with hyphens or blanks.</summary>
    public static string NormalizeLinkCode(string typed) => typed.ToUpperInvariant()
        .Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
        .Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
