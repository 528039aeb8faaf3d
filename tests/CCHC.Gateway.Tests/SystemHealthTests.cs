using System.Net;
using System.Net.Http.Json;

namespace CCHC.Gateway.Tests;

public sealed class SystemHealthTests
{
    [Fact]
    public async Task The_system_is_ready_when_every_service_is()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Anonymous();

        var (status, health) = await AskAsync(client);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ready", health.Status);
        Assert.Equal(["identity", "criteria", "assessment", "appraisal", "survey", "ranking", "portal"], health.Services.Keys);
        Assert.All(health.Services.Values, state => Assert.Equal("ready", state));

        gateway["survey"].IsReady = false;
        await gateway["ranking"].StopAsync();
        (status, health) = await AskAsync(client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("starting", health.Status);
        Assert.Equal("starting", health.Services["survey"]);
        Assert.Equal("away", health.Services["ranking"]);
        Assert.Equal("ready", health.Services["portal"]);
    }

    [Fact]
    public async Task One_ready_replica_is_enough()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Anonymous();
        await gateway["criteria"].StopAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client)).Status);

        await gateway["criteria-1"].StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(client)).Status);
    }

    [Fact]
    public async Task The_index_lists_the_openapi_document_of_every_api()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Anonymous();
        var index = await client.GetFromJsonAsync<ApiIndex.Response>(new Uri("/api/openapi", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(Routes.Apis, index!.Documents.Select(document => document.Service));
        Assert.All(index.Documents, document => Assert.Equal($"/api/{document.Service}/openapi.json", document.Url));
    }

    private static async Task<(HttpStatusCode Status, SystemHealth.Response Health)> AskAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/health", []);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<SystemHealth.Response>(TestContext.Current.CancellationToken))!);
    }
}
