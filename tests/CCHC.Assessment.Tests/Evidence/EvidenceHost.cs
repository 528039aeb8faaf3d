using CCHC.Assessment.Data;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;

namespace CCHC.Assessment.Tests.Evidence;

/// <summary>The service with a folder of its own for evidence, tidied up several times a second.</summary>
public class EvidenceHost(TestServers servers) : ServiceHost<AssessmentDbContext>(servers)
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cchc-evidence-").FullName;

    /// <summary>Paths of all files kept, without the unfinished ones.</summary>
    public IReadOnlyList<string> Kept
    {
        get
        {
            var files = Path.Combine(Folder, "files");
            return Directory.Exists(files) ? Directory.GetFiles(files, "*", SearchOption.AllDirectories) : [];
        }
    }

    public bool Keeps(string sha256) => File.Exists(Path.Combine(Folder, "files", sha256[..2], sha256[2..4], sha256));

    public string StagingPath(Guid uploadId) => Path.Combine(Folder, "uploads", uploadId.ToString("N"));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override void Configure(IWebHostBuilder builder)
    {
        builder.UseSetting("Evidence:Path", Folder);
        builder.UseSetting("Evidence:HousekeepingInterval", "00:00:00.2");
    }
}
