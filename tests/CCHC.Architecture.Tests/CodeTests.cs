using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace CCHC.Architecture.Tests;

/// <summary>What our assemblies call, read from the assemblies themselves.</summary>
public sealed partial class CodeTests
{
    /// <summary>Made up: the demo province's figures, and how long a webhook waits more than others before it is sent again.</summary>
    private static readonly string[] WithOrdinaryChance = ["CCHC.Demo", "CCHC.Ranking"];

    /// <summary>What makes objects of types that are named at run time.</summary>
    private static readonly string[] TypesByName =
    [
        "System.Type.GetType", "System.Activator.", "System.Reflection.Assembly.Load", "System.Reflection.Assembly.GetType", "System.Xml.Serialization.", "System.Runtime.Serialization.DataContract",
        "System.Runtime.Serialization.NetDataContract", "System.Runtime.Serialization.Formatters.", "System.Runtime.Serialization.Json.", "Newtonsoft.", "System.Resources.ResourceReader.", "System.Windows.Markup.",
    ];

    [Fact]
    public void Secrets_keys_and_codes_come_from_the_systems_secure_generator_for_no_other_is_called() =>
        Assert.Equal(WithOrdinaryChance.Where(Assemblies.ContainsKey), Assemblies.Where(assembly => assembly.Value.Any(member => member.StartsWith("System.Random.", StringComparison.Ordinal))).Select(assembly => assembly.Key).Order(StringComparer.Ordinal));

    /// <summary>Of what is read, wherever it comes from; the events of the outbox name their type in a table that only the service itself writes.</summary>
    [Fact]
    public void Nothing_that_is_read_decides_which_type_is_made_of_it()
    {
        Assert.Contains("System.Text.Json.JsonSerializer.Deserialize", Assemblies["CCHC.ServiceDefaults"]);
        Assert.Equal(
            // The projects that the AppHost names; a converter of lists, by their declared type; the outbox.
            ["CCHC.NativeHosting System.Activator.CreateInstance", "CCHC.ServiceDefaults System.Activator.CreateInstance", "CCHC.ServiceDefaults System.Type.GetType"],
            Assemblies.SelectMany(assembly => assembly.Value.Where(member => TypesByName.Any(name => member.StartsWith(name, StringComparison.Ordinal))).Select(member => $"{assembly.Key} {member}"))
                .Where(call => !call.EndsWith(" System.Type.GetTypeFromHandle", StringComparison.Ordinal) && !call.EndsWith(" System.Type.GetTypeCode", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>What statements are put together of where neither EF Core nor an interpolated string makes parameters: names and numbers of our own, nothing that anybody sent.</summary>
    private static readonly string[] PartsOfStatements =
    [
        "AuditEndpoints.cs: content", "AuditEndpoints.cs: limit", "AuditEndpoints.cs: most", "AuditEndpoints.cs: where", "AuditSchema.cs: action", "AuditSchema.cs: gone", "AuditSchema.cs: table", "AuditSchema.cs: trigger",
        "AuditVerification.cs: AuditSchema", "AuditVerification.cs: anchor", "AuditVerification.cs: ownRole", "AuditVerification.cs: service", "AuditVerification.cs: table",
        "OutboxNotification.cs: Channel", "OutboxRelay.cs: BatchSize", "OutboxRelay.cs: OutboxNotification", "SentEvents.cs: Timeline", "ServiceDatabase.cs: Role",
        "TransactionMixing.cs: table", "TransactionMixing.cs: which",
    ];

    [Fact]
    public void Statements_are_made_of_our_own_words_and_everything_else_is_a_parameter()
    {
        var sources = new[] { "src", "CCHC.ServiceDefaults" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(path => (Name: Path.GetFileName(path), Text: File.ReadAllText(path))).Where(source => Raw().IsMatch(source.Text)).ToList();
        Assert.True(sources.Count > 10, $"Only {sources.Count} sources speak SQL.");
        var parts = sources.SelectMany(source => Interpolated().Matches(source.Text).Where(text => Statement().IsMatch(text.Value))
            .SelectMany(text => Hole().Matches(text.Value)).Select(hole => $"{source.Name}: {hole.Groups["name"].Value}")).Where(part => !part.EndsWith(": surveyId", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        Assert.Equal(PartsOfStatements, parts.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"NpgsqlCommand\(|CreateCommand\(|SqlRaw|SqlQueryRaw|CommandText|BeginBinaryImport|BeginTextImport|BeginTextExport", RegexOptions.None, 1000)]
    private static partial Regex Raw();

    [GeneratedRegex(@"\$+""{3}.*?""{3}|\$""(?:[^""\\\n]|\\.)*""", RegexOptions.Singleline, 1000)]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|GRANT|COPY|LISTEN|LOCK|SET|WHERE)\b", RegexOptions.None, 1000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\{\(?(?<name>[A-Za-z]\w*)", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    /// <summary>By name, each with the members it refers to.</summary>
    private static SortedDictionary<string, HashSet<string>> Assemblies { get; } = new(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "CCHC.*.dll").Where(path => !path.EndsWith("Tests.dll", StringComparison.Ordinal) && !path.EndsWith("CCHC.Testing.dll", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), Members, StringComparer.Ordinal),
        StringComparer.Ordinal);

    private static HashSet<string> Members(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference).Select(member =>
        {
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
        }).ToHashSet(StringComparer.Ordinal);
    }
}
