using CCHC.Portal.Leaves;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http;

namespace CCHC.Portal.Tests;

public sealed class FormatsTests
{
    [Theory]
    [InlineData("85.5", "85.5")]
    [InlineData("85,5", "85.5")]
    [InlineData(" 85 ", "85")]
    [InlineData("-1", "-1")]
    [InlineData("0.125", "0.125")]
    [InlineData("0,125", "0.125")]
    [InlineData("1234,5", "1234.5")]
    [InlineData("1,234", "1.234")]
    [InlineData("1.234,5", "1234.5")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("1,234,567.25", "1234567.25")]
    [InlineData("1 234 567", "1234567")]
    public void A_number_is_read_with_point_or_comma(string text, string expected)
    {
        Assert.True(Formats.TryParse(text, out var value));
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("1e3")]
    [InlineData("1.234")]
    [InlineData("-1.234")]
    [InlineData("12.34.5")]
    [InlineData("1.23,4")]
    [InlineData("1,234.5.6")]
    [InlineData("99999999999999999999999999999999")]
    public void What_nobody_can_read_in_one_way_is_refused(string? text)
    {
        Assert.False(Formats.TryParse(text, out _));
    }

    [Fact]
    public void Numbers_dates_and_ranks_are_written_as_in_Vietnam()
    {
        Assert.Equal("85,41", Formats.Index(85.405m));
        Assert.Equal("85,41 %", Formats.Percent(85.405m));
        Assert.Equal("1,75 / 2,00", Formats.PointsOf(1.75m, 2));
        Assert.Equal("0,125 / 0,50", Formats.PointsOf(0.125m, 0.5m));
        Assert.Equal("– / 2,00", Formats.PointsOf(null, 2));
        Assert.Equal("1.234", Formats.Number(1234));
        Assert.Equal("2=", Formats.Rank(2, shared: true));
        Assert.Equal("–", Formats.Rank(null, shared: false));
        Assert.Equal("20/11/2026 14:05", Formats.DateTime(new DateTimeOffset(2026, 11, 20, 7, 5, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Data_shown_in_a_form_is_read_back_unchanged()
    {
        var data = new LeafData
        {
            Yes = false, Choice = "b", Count = 3, Numerator = 1234.5m, Denominator = 2000, ThisYear = 0.001m, LastYear = 1_000_000, Percentage = 85.41m, Points = 0.25m,
            NotApplicable = true, Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tre"] = 2, ["thieu"] = 0 },
        };
        var form = new FormCollection(LeafForm.Values(data).ToDictionary(x => x.Key, x => new Microsoft.Extensions.Primitives.StringValues(x.Value)));

        var (read, errors) = LeafForm.Read(form);

        Assert.Empty(errors);
        Assert.Equal(data, read);
    }

    [Fact]
    public void An_empty_form_says_nothing_and_claims_nothing()
    {
        var (read, errors) = LeafForm.Read(FormCollection.Empty);

        Assert.Empty(errors);
        Assert.Equal(new LeafData(), read);
    }
}
