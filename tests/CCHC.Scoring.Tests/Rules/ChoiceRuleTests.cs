namespace CCHC.Scoring.Tests.Rules;

public sealed class ChoiceRuleTests
{
    private static readonly ChoiceRule _urgentTasks = new(
    [
        new("xs", "Hoàn thành xuất sắc", null, 100),
        new("t", "Hoàn thành tốt", null, 75),
        new("ht", "Hoàn thành", 0.8m, null),
    ]);

    public static TheoryData<string, decimal> Cases => new()
    {
        { "xs", 2 }, // 100 % × 2
        { "t", 1.5m }, // 75 % × 2
        { "ht", 0.8m },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_chosen_level_gives_its_points(string level, decimal points) =>
        Expect.Points(points, _urgentTasks, 2, new LeafData { Choice = level });

    [Fact]
    public void The_chosen_level_is_explained()
    {
        Expect.Steps(_urgentTasks, 2, new LeafData { Choice = "t" }, "Hoàn thành tốt: 75 % × 2 = 1,5 điểm");
        Expect.Steps(_urgentTasks, 2, new LeafData { Choice = "ht" }, "Hoàn thành: 0,8 điểm");
    }

    [Fact]
    public void No_choice_is_missing()
    {
        Expect.Missing("Chưa chọn mức.", _urgentTasks, 2, new LeafData());
        Expect.Missing("Chưa chọn mức.", _urgentTasks, 2, new LeafData { Choice = " " });
    }

    [Fact]
    public void A_level_that_the_rule_does_not_know_is_invalid() =>
        Expect.Invalid("Không có mức “kém”.", _urgentTasks, 2, new LeafData { Choice = "kém" });

    [Fact]
    public void The_rule_is_described() => Assert.Equal(
        "Hoàn thành xuất sắc: 100 % × 2 = 2 điểm; Hoàn thành tốt: 75 % × 2 = 1,5 điểm; Hoàn thành: 0,8 điểm.",
        Scorer.Describe(_urgentTasks, 2));

    [Fact]
    public void Wrong_levels_are_named()
    {
        Expect.Sound(_urgentTasks, 2);
        Expect.Problem("Phải có ít nhất một mức.", new ChoiceRule([]), 2);
        Expect.Problem("Mỗi mức phải có mã và tên.", new ChoiceRule([new("", "Tốt", 1, null)]), 2);
        Expect.Problem("Mã mức “a” bị trùng.", new ChoiceRule([new("a", "Tốt", 1, null), new("a", "Khá", 0, null)]), 2);
        Expect.Problem("Mức “Tốt” phải có điểm hoặc tỷ lệ phần trăm, chỉ một trong hai.", new ChoiceRule([new("a", "Tốt", 1, 50)]), 2);
        Expect.Problem("Mức “Tốt” phải có điểm hoặc tỷ lệ phần trăm, chỉ một trong hai.", new ChoiceRule([new("a", "Tốt", null, null)]), 2);
        Expect.Problem("Điểm của mức “Tốt” phải từ 0 đến 2.", new ChoiceRule([new("a", "Tốt", 2.01m, null)]), 2);
        Expect.Problem("Điểm của mức “Tốt” phải từ 0 đến 2.", new ChoiceRule([new("a", "Tốt", -1, null)]), 2);
        Expect.Problem("Tỷ lệ của mức “Tốt” phải từ 0 đến 100 %.", new ChoiceRule([new("a", "Tốt", null, 101)]), 2);
        Expect.Problem("Tỷ lệ của mức “Tốt” phải từ 0 đến 100 %.", new ChoiceRule([new("a", "Tốt", null, -1)]), 2);
    }
}
