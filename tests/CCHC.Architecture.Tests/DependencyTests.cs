using System.Text.Json;
using System.Xml.Linq;

namespace CCHC.Architecture.Tests;

/// <summary>Everything that was restored, packages of packages and tools of the tests included, may be used by a public body.</summary>
public sealed class DependencyTests
{
    /// <summary>SPDX names. Free to use, change and pass on without opening one's own sources.</summary>
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "PostgreSQL", "BlueOak-1.0.0", "MS-PL", "MPL-2.0",
    };

    /// <summary>What a package says where it does not say it by SPDX.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal) { ["BSD-0-Clause"] = "0BSD" };

    /// <summary>Packages that say it in a file of theirs only, which somebody has read: all of them MIT.</summary>
    private static readonly HashSet<string> Read = new(StringComparer.Ordinal)
    {
        "Otp.NET/1.4.1", "combine-errors/3.0.3", "busboy/0.3.1", "dicer/0.3.0", "humanize-number/0.0.2", "only/0.0.2", "streamsearch/0.1.2",
    };

    [Fact]
    public void Every_restored_package_of_dotnet_has_a_licence_that_a_public_body_may_use()
    {
        var packages = Directory.EnumerateFiles(Repository.Root, "project.assets.json", SearchOption.AllDirectories)
            .SelectMany(graph => Packages(JsonDocument.Parse(File.ReadAllBytes(graph)).RootElement)).DistinctBy(package => package.Name).ToList();
        Assert.NotEmpty(packages);
        Assert.Empty(packages.Select(package => (package.Name, Licence: LicenceOf(package.Folder))).Where(package => !Read.Contains(package.Name) && !IsAllowed(package.Licence)).Select(package => $"{package.Name}: {package.Licence}"));
    }

    [Fact]
    public void Every_locked_package_of_npm_has_a_licence_that_a_public_body_may_use()
    {
        var locks = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "package-lock.json", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "package-lock.json", SearchOption.AllDirectories))
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal));
        var packages = locks.SelectMany(path => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("packages").EnumerateObject()).Where(package => package.Name.Length > 0).ToList();
        Assert.NotEmpty(packages);
        Assert.Empty(packages.Select(package => (Name: $"{package.Name.Split("node_modules/")[^1]}/{package.Value.GetProperty("version")}", Licence: package.Value.TryGetProperty("license", out var licence) ? licence.GetString() : null))
            .Where(package => !Read.Contains(package.Name) && !IsAllowed(package.Licence)).Select(package => $"{package.Name}: {package.Licence}"));
    }

    [Fact]
    public void No_project_switches_off_the_look_for_known_vulnerabilities_or_lets_one_pass()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".props", StringComparison.Ordinal) || path.EndsWith(".targets", StringComparison.Ordinal))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("node_modules", StringComparison.Ordinal) && !path.Contains("/artifacts/", StringComparison.Ordinal))
            .Select(path => (Path: path, Properties: XDocument.Load(path).Descendants().ToList())).ToList();
        Assert.Equal(
            [("NuGetAuditLevel", "low"), ("NuGetAuditMode", "all")],
            projects.SelectMany(project => project.Properties).Where(property => property.Name.LocalName.StartsWith("NuGetAudit", StringComparison.Ordinal)).Select(property => (property.Name.LocalName, property.Value)).Order());
        Assert.All(
            projects.SelectMany(project => project.Properties).Where(property => property.Name.LocalName is "NoWarn" or "WarningsNotAsErrors"), // NU1901 to NU1904 are findings
            property => Assert.DoesNotMatch("NU190[1-4]", property.Value));
        Assert.Equal("true", Assert.Single(projects.SelectMany(project => project.Properties), property => property.Name.LocalName == "TreatWarningsAsErrors").Value);
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("MS-PL OR Apache-2.0", true)]
    [InlineData("(MIT OR GPL-3.0-only)", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("AGPL-3.0-or-later", false)]
    [InlineData("SEE LICENSE IN LICENSE.txt", false)]
    [InlineData(null, false)]
    public void A_licence_that_nobody_has_looked_at_is_refused(string? licence, bool allowed) => Assert.Equal(allowed, IsAllowed(licence));

    private static IEnumerable<(string Name, string Folder)> Packages(JsonElement graph)
    {
        var folders = graph.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        return graph.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => (library.Name, folders.Select(folder => Path.Combine(folder, library.Value.GetProperty("path").GetString()!)).First(Directory.Exists)));
    }

    private static string? LicenceOf(string folder)
    {
        var specification = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single());
        return specification.Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")?.Value;
    }

    /// <summary>One of several may be chosen, all of several must be allowed; mixtures of both, and exceptions, have to be looked at by somebody.</summary>
    private static bool IsAllowed(string? licence)
    {
        var expression = licence?.Trim('(', ')') ?? "";
        return expression.Contains(" AND ", StringComparison.Ordinal)
            ? expression.Split(" AND ").All(IsAllowedAlone)
            : expression.Split(" OR ").Any(IsAllowedAlone);
    }

    private static bool IsAllowedAlone(string licence) => Allowed.Contains(Known.GetValueOrDefault(licence, licence));
}
