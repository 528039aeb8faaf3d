using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CCHC.Identity.Tokens;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Webhooks;
using CCHC.Survey.Frames;
using CCHC.Survey.Invitations;
using Microsoft.Extensions.Configuration;

namespace CCHC.Architecture.Tests;

/// <summary>Which cryptography our own code uses, read from its sources, and how long its keys are. What docs/security.md says under "Keys and algorithms" rests on it.</summary>
public sealed partial class CryptographyTests : IDisposable
{
    /// <summary>Of the platform: authenticated encryption, signatures on P-256, SHA-2, random bytes of the system; no cipher with a mode or a padding to choose.</summary>
    private static readonly string[] Allowed =
    [
        "AesGcm", "CryptographicOperations", "ECCurve", "ECDsa", "ECParameters", "ECPoint", "HMACSHA256", "HashAlgorithmName", "IncrementalHash", "RandomNumberGenerator",
        "SHA256", "X509Certificate2", "X509Certificate2Collection",
    ];

    /// <summary>What is weak, or can be guessed, and does not protect anything where it stands.</summary>
    private static readonly Dictionary<string, string> NoProtection = new(StringComparer.Ordinal)
    {
        ["src/CCHC.Assessment/Evidence/Uploads/StagingFile.cs HashAlgorithmName.SHA1"] = "the checksum of a piece on its way, which the tus protocol names so; a file is known by its SHA-256",
        ["src/CCHC.Ranking/Webhooks/WebhookSender.cs Random.Shared"] = "spreads repeated deliveries over time",
        ["src/CCHC.Demo/Year/CampaignPlan.cs new Random("] = "the demo year, the same every time",
        ["src/CCHC.Demo/Year/LeafDataGenerator.cs new Random("] = "the demo year, the same every time",
    };

    private static readonly IReadOnlyList<(string Path, string Text)> Sources =
    [
        .. ((string[])["src", "CCHC.ServiceDefaults", "CCHC.AppHost"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".js", StringComparison.Ordinal) || path.EndsWith(".mjs", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Where(path => !NotOurs().IsMatch(path))
            .Select(path => (path, Comment().Replace(File.ReadAllText(Path.Combine(Repository.Root, path)), ""))),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-keys-").FullName;

    private IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Survey:Keys"] = _folder, ["Ranking:Keys"] = _folder }).Build();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Our_code_uses_cryptography_of_the_platform_only_and_of_it_what_is_on_the_list()
    {
        var types = typeof(Aes).Assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal);
        var used = Sources.Where(source => source.Text.Contains("using System.Security.Cryptography", StringComparison.Ordinal) || source.Text.Contains("System.Security.Cryptography.", StringComparison.Ordinal))
            .SelectMany(source => Word().Matches(source.Text).Select(word => word.Value)).Where(types.Contains).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Allowed.Order(StringComparer.Ordinal), used);
    }

    [Fact]
    public void No_weak_algorithm_no_mode_without_authentication_and_no_guessable_number_protects_anything() => Assert.Equal(
        NoProtection.Keys.Order(StringComparer.Ordinal), Sources.SelectMany(source => Weak().Matches(source.Text).Select(weak => $"{source.Path} {weak.Value}")).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Scripts_encrypt_with_aes_gcm_only_and_make_keys_of_a_pin_with_six_hundred_thousand_rounds()
    {
        var scripts = Sources.Where(source => !source.Path.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        Assert.Equal(["AES-GCM", "PBKDF2", "SHA-256"], scripts.SelectMany(source => Algorithm().Matches(source.Text).Select(algorithm => algorithm.Value)).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(scripts, source => source.Path.EndsWith("tablet-vault.mjs", StringComparison.Ordinal) && source.Text.Contains("600_000", StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_have_256_bits_or_lie_on_p_256_and_are_others_at_every_installation()
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var installation = 0; installation < 2; installation++)
        {
            _ = (new SurveyKey(Configuration), new WebhookKey(Configuration), new PersonKeys(Configuration).Of(Guid.Empty), new ArchiveKeys(Configuration));
            foreach (var file in Directory.GetFiles(_folder))
            {
                keys.Add($"{installation} {Path.GetFileName(file)}", File.ReadAllBytes(file));
                if (!OperatingSystem.IsWindows())
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                }

                File.Delete(file);
            }
        }

        Assert.Equal(8, keys.Values.Select(Convert.ToHexString).Distinct().Count());
        foreach (var (name, key) in keys)
        {
            if (name.EndsWith(".pem", StringComparison.Ordinal))
            {
                using var signing = ECDsa.Create();
                signing.ImportFromPem(System.Text.Encoding.ASCII.GetString(key));
                Assert.Equal(256, signing.KeySize);
            }
            else
            {
                Assert.Equal(256 / 8, key.Length);
            }
        }
    }

    [Fact]
    public void What_opens_something_without_a_person_has_256_random_bits()
    {
        var made = Enumerable.Range(0, 1_000).SelectMany(_ => (string[])[Secrets.Generate(), WebhookSignature.NewSecret()["whsec_".Length..]]).ToList();
        Assert.Equal(2_000, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, secret => Assert.Equal(256 / 8, Convert.FromBase64String(secret.Replace('-', '+').Replace('_', '/').PadRight((secret.Length + 3) / 4 * 4, '=')).Length));

        // Whose it is, which is no secret, and then the secret.
        Assert.Equal((128 + 256) / 8, Convert.FromBase64String(Secrets.GenerateFor(Guid.NewGuid()).Replace('-', '+').Replace('_', '/')).Length);
    }

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules|wwwroot|Migrations)/|build\.mjs$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotOurs();

    /// <summary>Whole lines; addresses hold two slashes too.</summary>
    [GeneratedRegex(@"^\s*///?.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();

    /// <summary>Names of hashes that are only handed on are judged below.</summary>
    [GeneratedRegex(@"(?<!HashAlgorithmName\.)\b[A-Z]\w+\b", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"HashAlgorithmName\.(MD5|SHA1)\b|\bMD5\b|\b(HMAC)?SHA1\b|\b(Triple)?DES\b|\bRC2\b|\bCipherMode\b|\bPaddingMode\b|\bRSAEncryptionPadding\b|\bRandom\.Shared\b|\bnew Random\(|\bMath\.random\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Weak();

    [GeneratedRegex(@"\b(AES-\w+|SHA-\d+|PBKDF2|RSA-\w+|RSASSA-\w+|ECDSA|HMAC|HKDF)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Algorithm();
}
