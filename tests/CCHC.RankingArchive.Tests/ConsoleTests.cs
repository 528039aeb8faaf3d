using System.Diagnostics;
using System.Text.Json;

namespace CCHC.RankingArchive.Tests;

/// <summary>What <c>./cchc verify FILE</c> runs.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-verify-").FullName;

    [Fact]
    public async Task An_archive_as_it_was_signed_is_identical()
    {
        using var key = Samples.NewKey();
        var file = Write("a.zip", Samples.Archive(key));
        var (code, output) = await RunAsync(file);
        Assert.Equal((0, "identical"), (code, output.Trim().Split('\n')[^1]));
        Assert.Contains("campaign  CCHC-2024, public from 2026-11-30 01:00:00Z", output, StringComparison.Ordinal);
        Assert.Contains(Jwk.Of(key).Thumbprint, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_one_is_not_and_the_first_difference_is_named()
    {
        using var key = Samples.NewKey();
        var file = Write("a.zip", Samples.Changed(Samples.Archive(key), "scores.csv", "so,a,1.2,survey,ordinary,30,21,", "so,a,1.2,survey,ordinary,30,22,"));
        var (code, output) = await RunAsync(file);
        Assert.Equal(1, code);
        Assert.Contains("different scores.csv: unit a, leaf 1.2: not the row that was signed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("identical", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_key_may_come_as_JWK_set_JWK_or_PEM()
    {
        using var key = Samples.NewKey();
        using var other = Samples.NewKey();
        var (file, jwk) = (Write("a.zip", Samples.Archive(key)), JsonSerializer.Serialize(Jwk.Of(key), JsonSerializerOptions.Web));
        foreach (var known in (string[])[$$"""{"keys":[{{JsonSerializer.Serialize(Jwk.Of(other), JsonSerializerOptions.Web)}},{{jwk}}]}""", jwk, key.ExportSubjectPublicKeyInfoPem()])
        {
            Assert.Equal(0, (await RunAsync(file, "--key", Write("key", System.Text.Encoding.UTF8.GetBytes(known)))).Code);
        }

        Assert.Equal(1, (await RunAsync(file, "--key", Write("key", System.Text.Encoding.UTF8.GetBytes(other.ExportSubjectPublicKeyInfoPem())))).Code);
    }

    [Fact]
    public async Task What_is_not_understood_ends_with_2()
    {
        Assert.Equal(2, (await RunAsync()).Code);
        Assert.Equal(2, (await RunAsync(Path.Combine(_folder, "khong-co.zip"))).Code);
        Assert.Equal(1, (await RunAsync(Write("b.zip", [1, 2, 3]))).Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CCHC.Verify.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
