using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Keys;

namespace CCHC.Survey.Invitations;

/// <summary>
/// The secret from which personal codes are made, in the folder <c>Survey:Keys</c> that all replicas share. It is not in the database: who reads
/// the database alone cannot tell anybody's code.
/// </summary>
public sealed class SurveyKey(IConfiguration configuration)
{
    private const int Bytes = 32;
    private readonly byte[] _key = KeyFolder.Open(configuration, "Survey:Keys").ReadOrCreateSecret("survey.key", Bytes);

    /// <summary>Keyed hash of a text; the same on every replica.</summary>
    public byte[] Hash(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
}
