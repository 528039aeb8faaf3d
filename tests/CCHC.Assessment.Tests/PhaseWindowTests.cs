using CCHC.Assessment.Campaigns;
using CCHC.Contracts.Criteria;

namespace CCHC.Assessment.Tests;

public sealed class PhaseWindowTests
{
    private static readonly Guid Unit = Guid.NewGuid();
    private static readonly DateTimeOffset Deadline = new(2026, 3, 31, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_deadline_a_phase_stays_open_until_the_next_one_opens()
    {
        Assert.Equal(new PhaseWindow(Open: true, ClosesAt: null), Ask(CampaignPhase.SelfAssessment, 1, closesAt: null, Deadline));
        Assert.Equal(new PhaseWindow(Open: false, ClosesAt: null), Ask(CampaignPhase.Appraisal, 1, closesAt: null, Deadline));
    }

    [Fact]
    public void At_the_minute_of_the_deadline_the_phase_is_closed()
    {
        Assert.True(Ask(CampaignPhase.SelfAssessment, 1, Deadline, Deadline.AddTicks(-1)).Open);
        Assert.Equal(new PhaseWindow(Open: false, Deadline), Ask(CampaignPhase.SelfAssessment, 1, Deadline, Deadline));
    }

    [Fact]
    public void The_extension_with_the_largest_number_counts_even_where_it_is_shorter()
    {
        var longer = Extension(1, Deadline.AddDays(5));
        var shorter = Extension(2, Deadline.AddDays(2));

        Assert.Equal(new PhaseWindow(Open: true, Deadline.AddDays(2)), Ask(CampaignPhase.SelfAssessment, 1, Deadline, Deadline.AddDays(1), shorter, longer));
        Assert.False(Ask(CampaignPhase.SelfAssessment, 1, Deadline, Deadline.AddDays(3), shorter, longer).Open);
    }

    [Fact]
    public void An_extension_for_another_unit_group_round_or_phase_changes_nothing()
    {
        PhaseExtension[] others =
        [
            Extension(1, Deadline.AddDays(5)) with { UnitId = Guid.NewGuid() },
            Extension(2, Deadline.AddDays(5)) with { GroupCode = "xa" },
            Extension(3, Deadline.AddDays(5)) with { Round = 2 },
            Extension(4, Deadline.AddDays(5)) with { Phase = CampaignPhase.Appraisal },
        ];

        Assert.Equal(new PhaseWindow(Open: false, Deadline), Ask(CampaignPhase.SelfAssessment, 1, Deadline, Deadline.AddDays(1), others));
    }

    [Fact]
    public void Once_the_campaign_has_moved_on_an_extension_alone_keeps_the_phase_open()
    {
        var mine = Extension(1, Deadline.AddDays(5)) with { UnitId = Unit, GroupCode = "so" };

        Assert.Equal(new PhaseWindow(Open: true, Deadline.AddDays(5)), Ask(CampaignPhase.Appraisal, 1, Deadline.AddDays(30), Deadline.AddDays(1), mine));
        Assert.True(Ask(CampaignPhase.SelfAssessment, 2, closesAt: null, Deadline.AddDays(1), mine).Open);
        Assert.True(Ask(CampaignPhase.Council, 2, closesAt: null, Deadline.AddDays(1), mine).Open);
        Assert.False(Ask(CampaignPhase.Appraisal, 1, Deadline.AddDays(30), Deadline.AddDays(5), mine).Open);
        Assert.False(Ask(CampaignPhase.Published, 2, closesAt: null, Deadline.AddDays(1), mine).Open);
    }

    [Fact]
    public void A_draft_is_open_for_nobody() => Assert.False(Ask(CampaignPhase.Draft, 0, closesAt: null, Deadline, Extension(1, Deadline.AddDays(5))).Open);

    private static PhaseWindow Ask(CampaignPhase current, int currentRound, DateTimeOffset? closesAt, DateTimeOffset now, params PhaseExtension[] extensions) =>
        PhaseWindow.Of(CampaignPhase.SelfAssessment, 1, current, currentRound, closesAt, extensions, "so", Unit, now);

    private static PhaseExtension Extension(int number, DateTimeOffset until) =>
        new() { Number = number, Phase = CampaignPhase.SelfAssessment, Round = 1, Until = until, Reopens = false, Reason = "Mưa lũ" };
}
