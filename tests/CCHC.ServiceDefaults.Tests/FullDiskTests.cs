using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Testing;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What somebody reads who wants to save while there is no room; the disks of the chaos suite are real ones, <c>/dev/full</c> says the same.</summary>
public sealed class FullDiskTests(TestServers servers)
{
    [Theory]
    [InlineData("/notes/to-a-full-disk")]
    [InlineData("/notes/to-a-full-database")]
    public async Task Whoever_saves_while_the_disk_is_full_is_told_so_and_to_try_again(string path)
    {
        var (database, virtualHost) = (await NotesService.CreateDatabaseAsync(servers), await servers.CreateVirtualHostAsync("notes"));
        await using (var service = await NotesService.StartAsync(database, virtualHost))
        {
            using var answer = await service.Http.PostAsync(new Uri(path, UriKind.Relative), content: null, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.Equal("Máy chủ đang hết chỗ lưu nên chưa ghi được. Vui lòng thử lại sau ít phút, hoặc báo người quản trị.", problem.GetProperty("title").GetString());
        }

        await servers.DeleteVirtualHostAsync(virtualHost);
        await servers.DropDatabaseAsync(database);
    }
}
