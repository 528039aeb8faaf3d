using CCHC.Appraisal.Distributions;
using Xunit;

namespace CCHC.Appraisal.Tests;

public sealed class DistributionTests
{
    /// <summary>Leaves of the eight fields of decision 2948/QĐ-BNV (2017), annex for provinces, a typical size; 81 in all.</summary>
    private static readonly int[] _leavesOfFields = [9, 8, 12, 9, 13, 8, 12, 10];

    private static readonly Guid[] _members = [.. Enumerable.Range(1, 10).Select(Id)];
    private static readonly Guid[] _units = [.. Enumerable.Range(101, 60).Select(Id)];

    private static List<Distribution.Share> Shares => [.. _leavesOfFields.SelectMany((leaves, i) => _units.Select(unit => new Distribution.Share("xa", $"{i + 1}", unit, leaves)))];

    /// <summary>Member i has to do with the units i, 3i and 5i; members 2 and 7 with five neighbours besides.</summary>
    private static List<Distribution.Candidate> Candidates =>
    [
        .. _members.Select((member, i) => new Distribution.Candidate(
            member, (i is 2 or 7 ? _units.Skip(i * 4).Take(5) : []).Concat([_units[i], _units[3 * i], _units[5 * i]]).ToHashSet())),
    ];

    [Theory]
    [InlineData(1, "năm 2026")]
    [InlineData(1, "7")]
    [InlineData(2, "năm 2026")]
    [InlineData(2, "khác")]
    public void Ten_members_get_eight_fields_of_sixty_units_evenly_without_a_conflict(int perShare, string seed)
    {
        var dealt = Distribution.Deal(Shares, Candidates, perShare, seed);

        // 60 units × 81 leaves = 4.860, so each of ten members should have 486, or 972 where two judge each.
        var loads = _members.Select(member => dealt.Where(x => x.UserId == member).Sum(x => x.Share.Leaves)).ToList();
        Assert.Equal(60 * 81 * perShare, loads.Sum());
        Assert.InRange((loads.Max() - loads.Min()) / (decimal)(486 * perShare), 0, 0.10m);
        Assert.Equal((loads.Max() - loads.Min()) / (decimal)(486 * perShare), Distribution.Spread(loads));
        var barred = Candidates.ToDictionary(candidate => candidate.UserId, candidate => candidate.Barred);
        Assert.DoesNotContain(dealt, x => barred[x.UserId].Contains(x.Share.UnitId));
        Assert.All(dealt.GroupBy(x => x.Share), share => Assert.Equal(perShare, share.Select(x => x.UserId).Distinct().Count()));
        Assert.Equal(480, dealt.Select(x => x.Share).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_distribution_in_whatever_order_the_members_are_named_and_another_seed_another_one()
    {
        var first = Distribution.Deal(Shares, Candidates, 1, "hạt giống");
        Assert.Equal(first, Distribution.Deal(Shares, [.. Candidates.AsEnumerable().Reverse()], 1, "hạt giống"));
        Assert.NotEqual(first, Distribution.Deal(Shares, Candidates, 1, "hạt giống 2"));
    }

    [Fact]
    public void A_member_keeps_to_few_fields()
    {
        var dealt = Distribution.Deal(Shares, Candidates, 1, "ít lĩnh vực");

        // Eight fields over ten members: a run of one's share crosses one border of fields, seldom two; a few units more come from evening out.
        Assert.All(_members, member => Assert.InRange(dealt.Where(x => x.UserId == member).GroupBy(x => x.Share.FieldCode).Count(field => field.Count() > 10), 1, 3));
    }

    [Fact]
    public void What_nobody_may_judge_is_left_open_and_not_given_to_somebody_in_conflict()
    {
        var unit = _units[0];
        var dealt = Distribution.Deal([new("xa", "1", unit, 5), new("xa", "1", _units[1], 5)], [new(_members[0], new HashSet<Guid> { unit }), new(_members[1], new HashSet<Guid> { unit })], 1, "x");
        Assert.Equal([_units[1]], dealt.Select(x => x.Share.UnitId));
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
