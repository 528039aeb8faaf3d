namespace CCHC.Scoring.Tests.Published;

public sealed class NationalResultsTests
{
    [Fact]
    public void PAR_index_2012_adds_appraisal_and_survey_and_ranks_19_provinces_as_published()
    {
        var rows = Table.Read("par_index_2012_provinces_top19.csv");
        Assert.Equal(19, rows.Count);

        // The two maxima are not in the table; any that total 100 leave the sum as it is.
        var indices = rows.Select(x => (Name: x["unit_name"], Index: IndexCalculator.Compute(
        [
            new("appraised", LeafKind.Ordinary, PointSource.Appraised, 60, x.Number("score_moha"), Applicable: true),
            new("survey", LeafKind.Ordinary, PointSource.Survey, 40, x.Number("score_survey"), Applicable: true),
        ]))).ToList();

        Assert.Equal(rows.Select(x => x.Number("par_index")), indices.Select(x => x.Index.Index!.Value));
        Assert.Equal(rows.Select(x => x.Number("score_survey")), indices.Select(x => x.Index.Survey));
        var ranked = PublishedTable.Rank(indices.Select(x => (x.Name, x.Index.Index!.Value)));
        Assert.Equal(rows.Select(x => (x["unit_name"], x.Whole("par_rank"))), ranked.Select(x => (x.Key, x.Rank!.Value)));
    }

    [Theory]
    [InlineData("2015", 10)]
    [InlineData("2017", 11)]
    public void Satisfaction_with_public_services_ranks_provinces_as_published(string year, int count)
    {
        var rows = Table.Read("sipas_provinces_partial.csv").Where(x => x["year"] == year).ToList();
        Assert.Equal(count, rows.Count);
        PublishedTable.AssertOrder([.. rows.Select(x => (x["geo_name"], x.Number("sipas_index")))], rows.Select(x => x.Whole("sipas_rank")));
    }

    [Fact]
    public void Provincial_competitiveness_2013_gives_63_published_totals_and_ranks()
    {
        (string Column, decimal Weight)[] components =
        [
            ("sub1_entry", 0.5m), ("sub2_land", 0.5m), ("sub3_transparency", 2), ("sub4_time", 0.5m), ("sub5_informal", 1),
            ("sub6_bias", 0.5m), ("sub7_proactivity", 0.5m), ("sub8_business_support", 2), ("sub9_labour", 2), ("sub10_legal", 0.5m),
        ];
        var rows = Table.ReadShared("pci_2013.csv");
        Assert.Equal(63, rows.Count);

        // Components go from 0 to 10 and the weights sum to 10, so the maxima sum to 100 and the index is the weighted total.
        var indices = rows.Select(row => IndexCalculator.Compute(components.Select(x =>
            new LeafScore(x.Column, LeafKind.Ordinary, PointSource.External, x.Weight * 10, x.Weight * row.Number(x.Column), Applicable: true)))).ToList();

        Assert.All(indices, x => Assert.Equal(100, x.MaxPoints));
        Assert.All(rows.Zip(indices), x => Assert.InRange(x.Second.Index!.Value - x.First.Number("pci_total"), -0.00001m, 0.00001m));
        var ranked = PublishedTable.Rank(rows.Zip(indices, (row, x) => (row["province"], x.Index!.Value)));
        Assert.Equal(rows.OrderBy(x => x.Whole("pci_rank")).Select(x => (x["province"], x.Whole("pci_rank"))), ranked.Select(x => (x.Key, x.Rank!.Value)));
    }
}
