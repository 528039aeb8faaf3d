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

    /// <summary>As with a full disk, PostgreSQL opens no session and gives a reason that is no error of the network.</summary>
    [Fact]
    public async Task While_the_database_opens_no_session_whoever_saves_is_told_to_try_again_and_then_it_is_saved()
    {
        var (database, virtualHost) = (await NotesService.CreateDatabaseAsync(servers), await servers.CreateVirtualHostAsync("notes"));
        await using (var service = await NotesService.StartAsync(database, virtualHost))
        {
            await servers.CloseDatabaseAsync(database);
            var refused = await service.AddNoteAsync(Guid.NewGuid());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

            await servers.OpenDatabaseAsync(database);
            await Eventually.Is(async () => (await service.AddNoteAsync(Guid.NewGuid())).StatusCode, status => status == HttpStatusCode.Created);
        }

        await servers.DeleteVirtualHostAsync(virtualHost);
        await servers.DropDatabaseAsync(database);
    }
}
