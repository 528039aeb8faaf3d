using System.Globalization;
using System.Reflection;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Demo;

/// <summary>The files that travel inside the program.</summary>
public static class DemoData
{
    /// <summary>Departments carry the names of Thanh Hóa's, because its published result is reproduced; communes are made up.</summary>
    public static string Units => Read("units.csv");

    /// <summary>Criteria set of the departments, made up for the demo.</summary>
    public static string DepartmentCriteria => Read("criteria-so.csv");

    /// <summary>Criteria set of the communes, illustrative.</summary>
    public static string CommuneCriteria => Read("criteria-xa.csv");

    /// <summary>Thanh Hóa 2024 as published by decision 482/QĐ-UBND.</summary>
    public static IReadOnlyList<PublishedIndex> PublishedThanhHoa2024() => Records<PublishedIndex>("published-thanh-hoa-2024.csv");

    public static IReadOnlyList<UnitRow> UnitRows() => Records<UnitRow>("units.csv");

    private static List<T> Records<T>(string file)
    {
        using var csv = new CsvReader(new StringReader(Read(file)), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            AllowComments = true,
            PrepareHeaderForMatch = header => header.Header.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant(),
        });
        return [.. csv.GetRecords<T>()];
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}

/// <summary>A line of a published result; the index has two decimals, as printed.</summary>
public sealed record PublishedIndex(int Rank, string UnitCode, string UnitName, decimal Index);

/// <summary>A unit of the demo province.</summary>
public sealed record UnitRow(string Code, string Name, string GroupCode);
