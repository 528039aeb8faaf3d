namespace CCHC.Scoring.Tests.Rules;

public sealed class PercentageRuleTests
{
    public static TheoryData<decimal, decimal> Cases => new()
    {
        { 0, 0 },
        { 78.5m, 3.14m }, // 4 × 78,5 / 100
        { 100, 4 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_survey_result_gives_its_share_of_the_maximum(decimal percentage, decimal points) =>
        Expect.Points(points, new SurveyRule(), 4, new LeafData { Percentage = percentage });

    [Fact]
    public void An_external_index_gives_its_share_of_the_maximum() =>
        Expect.Points(6.8m, new ExternalIndexRule(), 8, new LeafData { Percentage = 85 }); // 8 × 85 / 100

    [Fact]
    public void The_share_is_explained()
    {
        Expect.Steps(new SurveyRule(), 4, new LeafData { Percentage = 78.5m }, "Kết quả điều tra xã hội học: 4 × 78,50 / 100 = 3,14");
        Expect.Steps(new ExternalIndexRule(), 8, new LeafData { Percentage = 84.935m }, "Chỉ số bên ngoài: 8 × 84,94 / 100 ≈ 6,7948");
    }

    [Fact]
    public void A_percentage_must_be_given_and_lie_between_0_and_100()
    {
        Expect.Missing("Chưa nhập kết quả điều tra xã hội học.", new SurveyRule(), 4, new LeafData());
        Expect.Invalid("Kết quả điều tra xã hội học không được âm.", new SurveyRule(), 4, new LeafData { Percentage = -0.01m });
        Expect.Missing("Chưa nhập chỉ số bên ngoài.", new ExternalIndexRule(), 4, new LeafData());
        Expect.Invalid("Chỉ số bên ngoài không được quá 100.", new ExternalIndexRule(), 4, new LeafData { Percentage = 100.01m });
    }

    [Fact]
    public void The_rules_are_described()
    {
        Assert.Equal("4 điểm × kết quả điều tra xã hội học (%).", Scorer.Describe(new SurveyRule(), 4));
        Assert.Equal("8 điểm × chỉ số bên ngoài (%).", Scorer.Describe(new ExternalIndexRule(), 8));
    }
}
