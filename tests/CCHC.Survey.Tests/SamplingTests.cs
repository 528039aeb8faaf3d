using CCHC.Sampling;
using CCHC.Survey.Draws;

namespace CCHC.Survey.Tests;

/// <summary>How many are asked, of whom, and who that is.</summary>
public sealed class SamplingTests
{
    [Theory]
    [InlineData(1_000, 286)] // 1000 / (1 + 1000 × 0,0025) = 1000 / 3,5 = 285,71…
    [InlineData(5_000, 371)] // 5000 / 13,5 = 370,37…
    [InlineData(500, 223)] // 500 / 2,25 = 222,22…
    [InlineData(400, 200)] // 400 / 2 = 200
    [InlineData(1, 1)] // 1 / 1,0025
    public void The_sample_grows_with_the_population_as_the_method_says(int population, int sample) => Assert.Equal(sample, SampleSize.Of(population, 0.05m));

    [Fact]
    public void A_proportional_sample_gives_what_is_left_to_the_largest_remainders()
    {
        // 286 of 1000: 171,6; 85,8; 28,6. Of the two that are left one goes to B, one to A, whose name is before that of C.
        Assert.Equal([172, 86, 28], Shares([600, 300, 100], 286, 0, AllocationKind.Proportional));

        // C gets at least 40; the other 246 are shared by 600 and 300.
        Assert.Equal([164, 82, 40], Shares([600, 300, 100], 286, 40, AllocationKind.Proportional));

        // Nobody has more than there are, and a small stratum gives all it has.
        Assert.Equal([600, 300, 100], Shares([600, 300, 100], 2_000, 0, AllocationKind.Proportional));
        Assert.Equal([276, 10], Shares([990, 10], 286, 30, AllocationKind.Proportional));
    }

    [Fact]
    public void An_equal_sample_takes_the_same_number_of_each_stratum_as_far_as_it_has_them()
    {
        Assert.Equal([96, 95, 95], Shares([600, 300, 100], 286, 0, AllocationKind.Equal));
        Assert.Equal([118, 118, 50], Shares([600, 300, 50], 286, 0, AllocationKind.Equal));
    }

    [Fact]
    public void Everybody_of_a_stratum_has_the_same_chance_and_nobody_is_drawn_twice()
    {
        var frame = Enumerable.Range(1, 40).Select(number => new Draw.Person(number, number <= 30 ? "A" : "B", null)).ToList();
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal) { ["A"] = 6, ["B"] = 2 };
        var times = new int[41];
        for (var seed = 0; seed < 2_000; seed++)
        {
            var drawn = Draw.From(frame, sizes, reserve: 0.5m, clusters: null, $"hạt {seed}");
            Assert.Equal(12, drawn.Select(person => person.Number).Distinct().Count()); // 6 + 3 and 2 + 1
            foreach (var person in drawn.Where(person => !person.Reserve))
            {
                times[person.Number]++;
                Assert.Equal(5m, person.Weight); // 30 / 6 and 10 / 2
            }
        }

        // Each with chance 1/5: 400 of 2,000, standard deviation √(2000 × 0,2 × 0,8) = 17,9; five of them are 90.
        Assert.All(times[1..], count => Assert.InRange(count, 310, 490));
    }

    [Fact]
    public void In_two_stages_clusters_are_drawn_first_and_the_weights_add_up_to_the_stratum_where_clusters_are_alike()
    {
        // Ten communes of twenty people; four are taken, twelve people in all, three of each.
        var frame = Enumerable.Range(1, 200).Select(number => new Draw.Person(number, "xã", $"c{(number - 1) / 20:00}")).ToList();
        var drawn = Draw.From(frame, new Dictionary<string, int>(StringComparer.Ordinal) { ["xã"] = 12 }, reserve: 0, clusters: 4, "2026");
        Assert.Equal([3, 3, 3, 3], drawn.CountBy(person => person.Cluster!).Select(cluster => cluster.Value));
        Assert.Equal(200m, Math.Round(drawn.Sum(person => person.Weight), 10)); // 10/4 × 20/3 each, twelve times
    }

    private static List<int> Shares(int[] sizes, int sample, int minimum, AllocationKind kind)
    {
        var names = sizes.Select((_, i) => $"{(char)('A' + i)}").ToList();
        var shares = Allocation.Of(names.Zip(sizes).ToDictionary(x => x.First, x => x.Second, StringComparer.Ordinal), sample, minimum, kind);
        return names.ConvertAll(name => shares[name]);
    }
}
