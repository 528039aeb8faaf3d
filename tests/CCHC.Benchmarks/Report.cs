using System.Globalization;
using System.Text.Json;

namespace CCHC.Benchmarks;

/// <summary>Measurements as a table for people or as a line of JSON each for programs.</summary>
public static class Report
{
    public static void Write(IReadOnlyCollection<Measurement> measurements, bool json)
    {
        if (json)
        {
            foreach (var measurement in measurements)
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        measurement.Name, Value = Rounded(measurement.Value), measurement.Unit, Yardstick = Rounded(measurement.Yardstick), Ratio = Rounded(measurement.Ratio),
                        measurement.Target, measurement.Met,
                    },
                    JsonSerializerOptions.Web));
            }

            return;
        }

        Console.WriteLine($"{"",-22}{"value",12}{"yardstick",14}{"ratio",9}{"target",12}");
        foreach (var measurement in measurements)
        {
            var target = measurement.Target is { } most ? $"≤ {Text(most)}" : "–";
            var verdict = measurement.Target is null ? "" : measurement.Met ? "  met" : "  MISSED";
            Console.WriteLine(
                $"{measurement.Name,-22}{Text(measurement.Value) + " " + measurement.Unit,12}{(measurement.Yardstick is { } yardstick ? $"{Text(yardstick)} {measurement.Unit}" : "–"),14}"
                + $"{(measurement.Ratio is { } ratio ? Text(ratio) : "–"),9}{target,12}{verdict}");
        }
    }

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 3) : null;

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
