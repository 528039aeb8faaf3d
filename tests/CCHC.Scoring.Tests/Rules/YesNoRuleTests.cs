namespace CCHC.Scoring.Tests.Rules;

public sealed class YesNoRuleTests
{
    private static readonly YesNoRule _planIssuedInTime = new();

    [Fact]
    public void Yes_gives_the_full_points() => Expect.Points(1.5m, _planIssuedInTime, 1.5m, new LeafData { Yes = true });

    [Fact]
    public void No_gives_no_points_but_counts_as_scored() => Expect.Points(0, _planIssuedInTime, 1.5m, new LeafData { Yes = false });

    [Fact]
    public void An_unanswered_question_is_missing() => Expect.Missing("Chưa chọn có hay không.", _planIssuedInTime, 1.5m, new LeafData());

    [Fact]
    public void The_answer_is_explained_in_Vietnamese()
    {
        Expect.Steps(_planIssuedInTime, 1.5m, new LeafData { Yes = true }, "Có: 1,5 điểm");
        Expect.Steps(_planIssuedInTime, 1.5m, new LeafData { Yes = false }, "Không: 0 điểm");
    }

    [Fact]
    public void The_rule_is_described() => Assert.Equal("Có: 1,5 điểm; không: 0 điểm.", Scorer.Describe(_planIssuedInTime, 1.5m));

    [Fact]
    public void Data_that_the_rule_does_not_read_is_ignored() =>
        Expect.Points(1, _planIssuedInTime, 1, new LeafData { Yes = true, Numerator = -5, Choice = "?" });
}
