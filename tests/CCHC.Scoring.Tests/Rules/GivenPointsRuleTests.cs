namespace CCHC.Scoring.Tests.Rules;

public sealed class GivenPointsRuleTests
{
    private static readonly ManualRule _judgement = new(0.25m);

    [Fact]
    public void An_appraiser_gives_points_in_steps_up_to_the_maximum()
    {
        Expect.Points(0, _judgement, 2, Given(0));
        Expect.Points(1.75m, _judgement, 2, Given(1.75m));
        Expect.Points(2, _judgement, 2, Given(2));
        Expect.Invalid("Điểm phải là bội số của 0,25.", _judgement, 2, Given(1.8m));
        Expect.Invalid("Điểm không được quá 2.", _judgement, 2, Given(2.25m));
        Expect.Invalid("Điểm không được âm.", _judgement, 2, Given(-0.25m));
        Expect.Missing("Chưa nhập điểm.", _judgement, 2, new LeafData());
        Expect.Steps(_judgement, 2, Given(1.75m), "Người thẩm định cho 1,75 điểm");
    }

    [Fact]
    public void Bonus_points_stop_at_the_yearly_cap()
    {
        Expect.Points(1.5m, new BonusRule(), 3, Given(1.5m));
        Expect.Points(3, new BonusRule(), 3, Given(4));
        Expect.Steps(new BonusRule(), 3, Given(4), "Điểm thưởng: 4 điểm", "Vượt mức tối đa, lấy 3 điểm");
        Expect.Invalid("Điểm thưởng không được âm.", new BonusRule(), 3, Given(-1));
        Expect.Missing("Chưa nhập điểm thưởng.", new BonusRule(), 3, new LeafData());
    }

    [Fact]
    public void Penalty_points_are_entered_positive_and_stop_at_the_yearly_cap()
    {
        Expect.Points(0.5m, new PenaltyRule(), 3, Given(0.5m));
        Expect.Points(3, new PenaltyRule(), 3, Given(10));
        Expect.Steps(new PenaltyRule(), 3, Given(0.5m), "Điểm trừ: 0,5 điểm");
        Expect.Invalid("Điểm trừ không được âm.", new PenaltyRule(), 3, Given(-1));
        Expect.Missing("Chưa nhập điểm trừ.", new PenaltyRule(), 3, new LeafData());
    }

    [Fact]
    public void The_rules_are_described()
    {
        Assert.Equal("Người thẩm định cho điểm từ 0 đến 2, mỗi bước 0,25 điểm.", Scorer.Describe(_judgement, 2));
        Assert.Equal("Điểm thưởng ngoài thang điểm, tối đa 3 điểm mỗi năm.", Scorer.Describe(new BonusRule(), 3));
        Assert.Equal("Điểm trừ ngoài thang điểm, tối đa 3 điểm mỗi năm.", Scorer.Describe(new PenaltyRule(), 3));
    }

    [Fact]
    public void A_wrong_step_is_named()
    {
        const string WrongStep = "Bước điểm phải lớn hơn 0, không quá 2 và có tối đa 3 chữ số thập phân.";
        Expect.Sound(_judgement, 2);
        Expect.Problem(WrongStep, new ManualRule(0), 2);
        Expect.Problem(WrongStep, new ManualRule(-0.5m), 2);
        Expect.Problem(WrongStep, new ManualRule(2.5m), 2);
        Expect.Problem(WrongStep, new ManualRule(0.0005m), 2);
        Expect.Problem("Điểm tối đa 2 phải là bội số của bước điểm 0,3.", new ManualRule(0.3m), 2);
    }

    private static LeafData Given(decimal points) => new() { Points = points };
}
