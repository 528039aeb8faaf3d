using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CCHC.Architecture.Tests;

/// <summary>Messages of the last release may still be in a queue: members are added, never renamed, removed or retyped.</summary>
public sealed class ContractSnapshotTests
{
    [Fact]
    public void The_shape_of_every_contract_is_the_one_in_the_snapshot()
    {
        var snapshot = Path.Combine(Repository.Root, "tests", "CCHC.Architecture.Tests", "contracts.txt");
        var actual = Describe();
        if (Environment.GetEnvironmentVariable("CCHC_ACCEPT_CONTRACTS") == "1")
        {
            File.WriteAllText(snapshot, actual);
        }

        Assert.True(
            File.ReadAllText(snapshot) == actual,
            "A contract changed. If only optional members were added, run this test with CCHC_ACCEPT_CONTRACTS=1 and commit contracts.txt; otherwise publish a new record beside the old.");
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Repository.Contracts.GetExportedTypes().Where(type => !(type.IsAbstract && type.IsSealed)).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append('\n');
            if (type.IsEnum)
            {
                text.Append("  ").AppendJoin(", ", Enum.GetNames(type)).Append('\n');
                continue;
            }

            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                var required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "optional" : "required";
                text.Append("  ").Append(required).Append(' ').Append(property.Name).Append(": ").Append(Name(property.PropertyType)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Name(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }
}
