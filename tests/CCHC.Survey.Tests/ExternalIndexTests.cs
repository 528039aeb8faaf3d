using System.Net;
using System.Net.Http.Json;
using CCHC.Contracts.Identity;
using CCHC.Contracts.Survey;
using CCHC.Survey.Data;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Survey.Tests;

public sealed class ExternalIndexTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private readonly SampleCampaign _campaign = new();

    [Fact]
    public async Task A_percentage_becomes_points_and_a_correction_a_new_revision()
    {
        var first = await (await Record("8.1", "Báo cáo số 12", ("SO-1", 85.75m), ("SO-2", 100m))).Json();
        Assert.Equal([(5.145m, 1), (6m, 1)], first.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("points").GetDecimal(), item.GetProperty("revision").GetInt32())));

        var corrected = await (await Record("8.1", "Đính chính số 15", ("SO-1", 80m))).Json();
        Assert.Equal(2, corrected.GetProperty("items")[0].GetProperty("revision").GetInt32());

        var published = await service.Published<ExternalIndexRecorded>(x => x.CampaignId == _campaign.Id && x.Revision == 2);
        Assert.Equal((_campaign.FirstDepartment, "8.1", 80m, 4.8m, "Đính chính số 15"), (published.UnitId, published.LeafCode, published.Percentage, published.Points, published.Evidence));
        var before = await service.Published<ExternalIndexRecorded>(x => x.UnitId == _campaign.FirstDepartment && x.Revision == 1);
        Assert.Equal((85.75m, 5.145m), (before.Percentage, before.Points));
        Assert.Equal(3, await service.Read(db => db.ExternalIndices.CountAsync(index => index.CampaignId == _campaign.Id)));
    }

    [Fact]
    public async Task The_same_values_again_change_nothing()
    {
        await Record("8.1", "Báo cáo số 12", ("SO-1", 85m));
        var again = await (await Record("8.1", "Báo cáo số 12", ("SO-1", 85.0m))).Json();
        Assert.Equal(1, again.GetProperty("items")[0].GetProperty("revision").GetInt32());
        Assert.Equal(1, await service.Read(db => db.ExternalIndices.CountAsync(index => index.CampaignId == _campaign.Id)));
    }

    [Fact]
    public async Task Bad_values_are_named_and_nothing_is_recorded()
    {
        var response = await Record("8.1", "Báo cáo số 12", ("SO-1", 50m), ("SO-2", 100.01m), ("SO-2", -1m), ("SO-9", 50m), ("XA-1", 50m), ("SO-1", 60m));
        Assert.Equal(["values[1]", "values[2]", "values[3]", "values[4]", "values[5]"], await response.BadFields());
        Assert.Equal(0, await service.Read(db => db.ExternalIndices.CountAsync(index => index.CampaignId == _campaign.Id)));
    }

    [Fact]
    public async Task The_leaf_must_take_its_points_from_outside()
    {
        Assert.Equal("external-index.leaf-not-external", await (await Record("7.1", "Báo cáo số 12", ("SO-1", 50m))).Conflict());
        Assert.Equal("external-index.leaf-not-external", await (await Record("9.9", "Báo cáo số 12", ("SO-1", 50m))).Conflict());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task The_document_must_be_named(string? evidence) =>
        Assert.NotEmpty(await (await Record("8.1", evidence, ("SO-1", 50m))).BadFields());

    [Fact]
    public async Task An_unknown_campaign_is_not_found_and_others_than_home_affairs_are_refused()
    {
        var request = new { campaignId = Guid.NewGuid(), leafCode = "8.1", evidence = "x", values = new[] { new { unitCode = "SO-1", percentage = 1 } } };
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal(HttpStatusCode.NotFound, (await homeAffairs.PutAsJsonAsync("/api/survey/external-indices", request, TestContext.Current.CancellationToken)).StatusCode);
        using var leader = service.Client(Roles.Leader);
        Assert.Equal(HttpStatusCode.Forbidden, (await leader.PutAsJsonAsync("/api/survey/external-indices", request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_stale_copy_of_the_campaign_changes_nothing()
    {
        await service.Deliver(_campaign.Opened(revision: 2));
        await service.Deliver(_campaign.Opened(revision: 1));
        Assert.Equal(2, await service.Read(db => db.Campaigns.Where(campaign => campaign.Id == _campaign.Id).Select(campaign => campaign.Revision).SingleAsync()));
    }

    private async Task<HttpResponseMessage> Record(string leafCode, string? evidence, params (string UnitCode, decimal Percentage)[] values)
    {
        await service.Deliver(_campaign.Opened());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        return await homeAffairs.PutAsJsonAsync(
            "/api/survey/external-indices",
            new { campaignId = _campaign.Id, leafCode, evidence, values = values.Select(value => new { value.UnitCode, value.Percentage }) });
    }
}
