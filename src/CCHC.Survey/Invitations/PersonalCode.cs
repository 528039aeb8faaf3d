using System.Security.Cryptography;
using System.Text;
using CCHC.Survey.Surveys;

namespace CCHC.Survey.Invitations;

/// <summary>
/// A single-use code of one invited person: 60 bits as 12 signs. It is made from the key of the installation whenever it is printed; the database
/// holds its hash only.
/// </summary>
public static class PersonalCode
{
    public const int Length = 12;

    /// <param name="key">Of the installation.</param>
    /// <param name="surveyId">A code of another survey is another code.</param>
    /// <param name="serial">Of the invitation.</param>
    public static string Of(SurveyKey key, Guid surveyId, int serial)
    {
        var hash = key.Hash($"code|{surveyId:N}|{serial}");
        return string.Create(Length, hash, (signs, bytes) =>
        {
            for (var i = 0; i < signs.Length; i++)
            {
                signs[i] = RespondentGroup.Alphabet[bytes[i] % RespondentGroup.Alphabet.Length]; // 32 signs: no remainder is likelier than another
            }
        });
    }

    /// <summary>In groups of four, as it is printed.</summary>
    public static string Printed(string code) => $"{code[..4]}-{code[4..8]}-{code[8..]}";

    public static byte[] Hash(string code) => SHA256.HashData(Encoding.ASCII.GetBytes(code));
}
