using System.Reflection;

namespace CCHC.Architecture.Tests;

/// <summary>The sources and the built assemblies of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Services { get; } = ["Identity", "Criteria", "Assessment", "Appraisal", "Survey", "Ranking"];

    public static Assembly Contracts { get; } = Assembly.Load("CCHC.Contracts");

    /// <summary>The records that are published: each in a file of its own whose remarks name the consumers.</summary>
    public static IEnumerable<Type> Events => Contracts.GetExportedTypes()
        .Where(type => type.IsClass && File.Exists(SourceOf(type)) && File.ReadAllText(SourceOf(type)).Contains("/// <remarks>", StringComparison.Ordinal));

    public static Assembly Service(string name) => Assembly.Load($"CCHC.{name}");

    public static IEnumerable<Type> Consumers => Services.SelectMany(service => Service(service).GetTypes())
        .Where(type => type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(MassTransit.IConsumer<>)));

    public static string SourceOf(Type contract) =>
        Path.Combine(Root, "src", "CCHC.Contracts", contract.Namespace!.Split('.')[^1], contract.Name + ".cs");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CCHC.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
