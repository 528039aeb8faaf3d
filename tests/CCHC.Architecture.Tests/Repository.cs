using System.Reflection;

namespace CCHC.Architecture.Tests;

/// <summary>The sources and the built assemblies of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Services { get; } = ["Identity", "Criteria", "Assessment", "Appraisal", "Survey", "Ranking"];

    public static Assembly Contracts { get; } = Assembly.Load("CCHC.Contracts");

    /// <summary>Contracts that are published: named in a publisher's folder, complete in themselves, with the revision or id that makes them an event.</summary>
    public static IEnumerable<Type> Events => Contracts.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && File.ReadAllText(SourceOf(type)).Contains("/// <remarks>", StringComparison.Ordinal));

    public static Assembly Service(string name) => Assembly.Load($"CCHC.{name}");

    public static IEnumerable<Type> Consumers => Services.SelectMany(service => Service(service).GetTypes())
        .Where(type => type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(MassTransit.IConsumer<>)));

    public static string SourceOf(Type contract)
    {
        var folder = Path.Combine(Root, "src", "CCHC.Contracts", contract.Namespace!.Split('.')[^1]);
        var own = Path.Combine(folder, contract.Name + ".cs");
        return File.Exists(own) ? own : Directory.EnumerateFiles(folder, "*.cs").First(file => File.ReadAllText(file).Contains($" {contract.Name}\n", StringComparison.Ordinal));
    }

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
