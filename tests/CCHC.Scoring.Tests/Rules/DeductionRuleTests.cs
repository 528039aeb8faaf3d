namespace CCHC.Scoring.Tests.Rules;

public sealed class DeductionRuleTests
{
    private static readonly DeductionRule _discipline = new(
    [
        new("kt", "Khiển trách", 1),
        new("cc", "Cảnh cáo", 2),
        new("cch", "Cách chức trở lên", 0, ZeroesLeaf: true),
    ]);

    private static readonly DeductionRule _lateReports = new([new("tre", "Báo cáo trễ", 0.25m), new("thieu", "Thiếu báo cáo", 0.5m)]);

    [Fact]
    public void No_violation_keeps_the_full_points()
    {
        Expect.Points(4, _discipline, 4, Violations());
        Expect.Points(4, _discipline, 4, Violations(("kt", 0), ("cch", 0)));
        Expect.Steps(_discipline, 4, Violations(), "Không có vi phạm: 4 điểm");
    }

    [Fact]
    public void Each_violation_takes_its_points()
    {
        Expect.Points(1.25m, _lateReports, 2, Violations(("tre", 3))); // 2 − 3 × 0,25
        Expect.Points(0.75m, _lateReports, 2, Violations(("tre", 3), ("thieu", 1))); // 2 − 0,75 − 0,5
        Expect.Points(1, _discipline, 4, Violations(("kt", 1), ("cc", 1))); // 4 − 1 − 2
    }

    [Fact]
    public void Points_never_fall_below_zero() => Expect.Points(0, _discipline, 4, Violations(("cc", 3))); // 4 − 6

    [Fact]
    public void A_grave_violation_takes_everything()
    {
        Expect.Points(0, _discipline, 4, Violations(("cch", 1)));
        Expect.Steps(_discipline, 4, Violations(("cch", 1), ("kt", 1)), "Có vi phạm “Cách chức trở lên”: 0 điểm");
    }

    [Fact]
    public void Deductions_are_explained_line_by_line()
    {
        Expect.Steps(
            _lateReports, 2, Violations(("tre", 3), ("thieu", 1)), "Báo cáo trễ: 3 × 0,25 = 0,75", "Thiếu báo cáo: 1 × 0,5 = 0,5", "2 − 1,25 = 0,75");
        Expect.Steps(_discipline, 4, Violations(("cc", 3)), "Cảnh cáo: 3 × 2 = 6", "4 − 6 < 0, lấy 0 điểm");
    }

    [Fact]
    public void Violations_must_be_entered_known_whole_and_not_negative()
    {
        Expect.Missing("Chưa nhập số vi phạm.", _discipline, 4, new LeafData());
        Expect.Invalid("Không có loại vi phạm “xyz”.", _discipline, 4, Violations(("xyz", 1)));
        Expect.Invalid("Số lần “Khiển trách” không được âm.", _discipline, 4, Violations(("kt", -1)));
        Expect.Invalid("Số lần “Khiển trách” phải là số nguyên.", _discipline, 4, Violations(("kt", 0.5m)));
        Expect.Invalid("Số lần “Khiển trách” không được âm.", _discipline, 4, Violations(("kt", -1), ("cch", 1)));
    }

    [Fact]
    public void The_rule_is_described() => Assert.Equal(
        "Điểm tối đa 4; mỗi lần “Khiển trách” trừ 1 điểm; mỗi lần “Cảnh cáo” trừ 2 điểm; có “Cách chức trở lên” thì 0 điểm; thấp nhất 0 điểm.",
        Scorer.Describe(_discipline, 4));

    [Fact]
    public void Wrong_kinds_of_violation_are_named()
    {
        const string WrongPoints = "Điểm trừ của loại “Trễ” phải lớn hơn 0 và không quá 10.000.";
        Expect.Sound(_discipline, 4);
        Expect.Problem("Phải có ít nhất một loại vi phạm.", new DeductionRule([]), 4);
        Expect.Problem("Mỗi loại vi phạm phải có mã và tên.", new DeductionRule([new("a", " ", 1)]), 4);
        Expect.Problem("Mã loại vi phạm “a” bị trùng.", new DeductionRule([new("a", "Trễ", 1), new("a", "Thiếu", 1)]), 4);
        Expect.Problem(WrongPoints, new DeductionRule([new("a", "Trễ", 0)]), 4);
        Expect.Problem(WrongPoints, new DeductionRule([new("a", "Trễ", -1)]), 4);
        Expect.Problem(WrongPoints, new DeductionRule([new("a", "Trễ", -1, ZeroesLeaf: true)]), 4);
        Expect.Problem(WrongPoints, new DeductionRule([new("a", "Trễ", 10_001)]), 4);
    }

    private static LeafData Violations(params (string Kind, decimal Times)[] found) => new() { Violations = found.ToDictionary(x => x.Kind, x => x.Times) };
}
