using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

public sealed class SecretFileTests
{
    [Fact]
    public void A_file_in_the_folder_of_secrets_is_the_setting_of_its_name()
    {
        var folder = Directory.CreateTempSubdirectory("cchc-secrets-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Database__Password"), "của riêng\n");
            File.WriteAllText(Path.Combine(folder.FullName, "ConnectionStrings__ranking-db"), "Host=postgres");
            var builder = WebApplication.CreateBuilder(["--Secrets:Path", folder.FullName, "--Database:Password", "of the command line"]);
            builder.AddServiceDefaults();
            Assert.Equal(("của riêng", "Host=postgres"), (builder.Configuration["Database:Password"], builder.Configuration["ConnectionStrings:ranking-db"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_service_whose_folder_of_secrets_is_missing_does_not_start() =>
        Assert.Throws<DirectoryNotFoundException>(() => WebApplication.CreateBuilder(["--Secrets:Path", "/nowhere/secrets"]).AddServiceDefaults());
}
