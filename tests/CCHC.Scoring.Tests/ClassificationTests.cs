namespace CCHC.Scoring.Tests;

public sealed class ClassificationTests
{
    /// <summary>The Ministry's classes: A ≥ 90, B 80–&lt;90, C 70–&lt;80.</summary>
    private static readonly ClassBand[] _ministry = [new("A", 90), new("B", 80), new("C", 70)];

    public static TheoryData<decimal, string?> Indices => new()
    {
        { 103, "A" },
        { 90, "A" },
        { 89.999m, "B" },
        { 80, "B" },
        { 70, "C" },
        { 69.99m, null },
    };

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_unit_gets_the_highest_class_it_reaches(decimal index, string? name) => Assert.Equal(name, Classification.Classify(index, _ministry));

    [Fact]
    public void A_threshold_can_be_exclusive()
    {
        ClassBand[] bands = [new("Tốt", 90, Inclusive: false), new("Khá", 0)];
        Assert.Equal("Khá", Classification.Classify(90, bands));
        Assert.Equal("Tốt", Classification.Classify(90.01m, bands));
    }

    [Fact]
    public void Wrong_classes_are_named()
    {
        Assert.Empty(Classification.Problems(_ministry));
        Assert.Equal(["Phải có ít nhất một mức xếp loại."], Classification.Problems([]));
        Assert.Equal(["Mỗi mức xếp loại phải có tên."], Classification.Problems([new(" ", 90)]));
        Assert.Equal(["Mức xếp loại “A” bị trùng."], Classification.Problems([new("A", 90), new("A", 80)]));
        Assert.Equal(["Ngưỡng của mức “A” phải từ 0 đến 100 %."], Classification.Problems([new("A", 101)]));
        Assert.Equal(["Ngưỡng của mức “A” phải từ 0 đến 100 %."], Classification.Problems([new("A", -1)]));
        Assert.Equal(["Các mức phải xếp từ cao xuống thấp: 90 % đứng sau 80 %."], Classification.Problems([new("B", 80), new("A", 90)]));
        Assert.Equal(["Các mức phải xếp từ cao xuống thấp: 80 % đứng sau 80 %."], Classification.Problems([new("A", 80), new("B", 80)]));
    }
}
