namespace CCHC.Scoring.Tests.Rules;

public sealed class CountRuleTests
{
    private static readonly CountRule _publicity = new(0.5m, "hình thức");

    public static TheoryData<int, decimal> Cases => new()
    {
        { 0, 0 },
        { 1, 0.5m },
        { 2, 1.0m }, // 2 × 0,5
        { 3, 1.5m },
        { 4, 1.5m }, // 4 × 0,5 = 2 is above the maximum
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_thing_done_gives_points_up_to_the_maximum(int count, decimal points) =>
        Expect.Points(points, _publicity, 1.5m, new LeafData { Count = count });

    [Fact]
    public void The_count_is_explained()
    {
        Expect.Steps(_publicity, 1.5m, new LeafData { Count = 2 }, "2 hình thức × 0,5 = 1");
        Expect.Steps(_publicity, 1.5m, new LeafData { Count = 4 }, "4 hình thức × 0,5 = 2", "Vượt mức tối đa, lấy 1,5 điểm");
    }

    [Fact]
    public void A_count_must_be_given_whole_and_not_negative()
    {
        Expect.Missing("Chưa nhập số lượng.", _publicity, 1.5m, new LeafData());
        Expect.Invalid("Số lượng không được âm.", _publicity, 1.5m, new LeafData { Count = -1 });
        Expect.Invalid("Số lượng phải là số nguyên.", _publicity, 1.5m, new LeafData { Count = 1.5m });
    }

    [Fact]
    public void The_rule_is_described() => Assert.Equal("Mỗi hình thức: 0,5 điểm; tối đa 1,5 điểm.", Scorer.Describe(_publicity, 1.5m));

    [Fact]
    public void Wrong_parameters_are_named()
    {
        Expect.Sound(_publicity, 1.5m);
        Expect.Problem("Điểm cho mỗi đơn vị đếm phải lớn hơn 0 và không quá 1,5.", new CountRule(0, "hình thức"), 1.5m);
        Expect.Problem("Điểm cho mỗi đơn vị đếm phải lớn hơn 0 và không quá 1,5.", new CountRule(-0.5m, "hình thức"), 1.5m);
        Expect.Problem("Điểm cho mỗi đơn vị đếm phải lớn hơn 0 và không quá 1,5.", new CountRule(2, "hình thức"), 1.5m);
        Expect.Problem("Chưa nêu tên đơn vị đếm.", new CountRule(0.5m, ""), 1.5m);
    }
}
