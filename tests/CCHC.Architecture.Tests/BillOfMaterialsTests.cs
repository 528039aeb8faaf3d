using System.Diagnostics;
using System.Text.Json;

namespace CCHC.Architecture.Tests;

/// <summary>What <c>./cchc sbom</c> writes is CycloneDX and leaves out nothing that our programs run with.</summary>
public sealed class BillOfMaterialsTests
{
    [Fact]
    public async Task Every_package_that_the_programs_run_with_stands_in_the_bill_with_its_version()
    {
        var folder = Directory.CreateTempSubdirectory("cchc-sbom-").FullName;
        using var command = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "cchc"), ["sbom", folder]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = command.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var written = await command.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(command.ExitCode == 0, await errors);
        Assert.Equal([Path.Combine(folder, "dotnet.cdx.json"), Path.Combine(folder, "npm.cdx.json")], written.Trim().Split('\n'));

        var locked = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "src", "CCHC.Portal", "package-lock.json"), TestContext.Current.CancellationToken)).RootElement
            .GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).Select(package => $"{package.Name.Split("node_modules/")[^1]}@{package.Value.GetProperty("version")}").ToList();
        var ofPrograms = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "project.assets.json", SearchOption.AllDirectories).SelectMany(RunWith).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(locked.Count > 5 && ofPrograms.Count > 30, $"{locked.Count} {ofPrograms.Count}");
        Assert.Empty(locked.Except(Listed(Path.Combine(folder, "npm.cdx.json")), StringComparer.Ordinal));
        Assert.Empty(ofPrograms.Except(Listed(Path.Combine(folder, "dotnet.cdx.json")), StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Packages with something to run; analyzers and what only builds have nothing.</summary>
    private static IEnumerable<string> RunWith(string graph) => JsonDocument.Parse(File.ReadAllBytes(graph)).RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
        .Where(library => library.Value.GetProperty("type").GetString() == "package" && library.Value.TryGetProperty("runtime", out var files)
            && files.EnumerateObject().Any(file => !file.Name.EndsWith("/_._", StringComparison.Ordinal)))
        .Select(library => library.Name.Replace('/', '@'));

    private static IEnumerable<string> Listed(string bill)
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(bill)).RootElement;
        Assert.Equal("CycloneDX", document.GetProperty("bomFormat").GetString());
        return document.GetProperty("components").EnumerateArray().Select(component =>
            $"{(component.TryGetProperty("group", out var group) && group.GetString() is { Length: > 0 } scope ? scope + "/" : "")}{component.GetProperty("name").GetString()}@{component.GetProperty("version").GetString()}");
    }
}
