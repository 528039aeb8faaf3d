using System.Security.Cryptography;
using System.Text;

namespace CCHC.Survey.Invitations;

/// <summary>
/// The secret from which personal codes are made, in the folder <c>Survey:Keys</c> that all replicas share. It is not in the database: who reads
/// the database alone cannot tell anybody's code.
/// </summary>
public sealed class SurveyKey
{
    private const int Bytes = 32;
    private readonly byte[] _key;

    public SurveyKey(IConfiguration configuration)
    {
        var folder = configuration["Survey:Keys"] ?? throw new InvalidOperationException("Survey:Keys is not configured: the folder for the key of personal codes.");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "survey.key");
        if (!File.Exists(file))
        {
            // Written aside and moved without overwriting: of two replicas that start at once, the later takes the key of the earlier.
            var mine = $"{file}.{Guid.NewGuid():N}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(mine, options))
            {
                stream.Write(RandomNumberGenerator.GetBytes(Bytes));
                stream.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(mine, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(mine);
            }
        }

        _key = File.ReadAllBytes(file);
        if (_key.Length != Bytes)
        {
            throw new InvalidOperationException($"{file} is damaged: {Bytes} bytes were expected.");
        }
    }

    /// <summary>Keyed hash of a text; the same on every replica.</summary>
    public byte[] Hash(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
}
