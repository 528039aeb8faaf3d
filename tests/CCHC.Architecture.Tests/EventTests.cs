using System.Text.RegularExpressions;
using CCHC.Contracts.Criteria;

namespace CCHC.Architecture.Tests;

public sealed partial class EventTests
{
    [Fact]
    public void Every_consumer_is_public_and_sealed_or_the_bus_would_skip_it_without_a_word()
    {
        Assert.NotEmpty(Repository.Consumers);
        Assert.All(Repository.Consumers, consumer => Assert.True(consumer is { IsPublic: true, IsSealed: true }, $"{consumer} must be public sealed."));
    }

    [Fact]
    public void Every_consumer_is_named_after_its_event()
    {
        foreach (var consumer in Repository.Consumers)
        {
            var consumed = consumer.GetInterfaces().Single(contract => contract.IsGenericType).GetGenericArguments()[0];
            Assert.Equal(consumed.Name + "Consumer", consumer.Name);
        }
    }

    [Fact]
    public void Every_event_that_a_wiped_campaign_could_come_back_by_names_the_campaign()
    {
        var consumed = Repository.Consumers.Where(consumer => consumer.Assembly.GetTypes().Any(type => type.Name == nameof(CampaignWiped) + "Consumer"))
            .Select(consumer => consumer.GetInterfaces().Single(contract => contract.IsGenericType).GetGenericArguments()[0]).Distinct().ToList();

        Assert.Contains(typeof(CampaignChanged), consumed);
        Assert.All(consumed, contract => Assert.Equal(typeof(Guid), contract.GetProperty(nameof(CampaignWiped.CampaignId))?.PropertyType));
    }

    [Fact]
    public void The_catalogue_names_every_event_and_every_consumer_and_its_links_lead_somewhere()
    {
        var folder = Path.Combine(Repository.Root, "src");
        var catalogue = File.ReadAllText(Path.Combine(folder, "README.md"));
        var rows = catalogue.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal)).ToList();

        Assert.All(Repository.Events, contract => Assert.Contains(rows, row => row.StartsWith($"| [{contract.Name}](", StringComparison.Ordinal)));
        foreach (var consumer in Repository.Consumers)
        {
            var row = rows.Single(line => line.StartsWith($"| [{consumer.Name[..^"Consumer".Length]}](", StringComparison.Ordinal));
            var service = consumer.Assembly.GetName().Name!;
            Assert.Matches($@"\({Regex.Escape(service)}/\w+/{consumer.Name}\.cs\)", row);
        }

        Assert.All(Link().Matches(catalogue).Select(match => match.Groups["path"].Value), path =>
            Assert.True(Path.Exists(Path.Combine(folder, path)), $"src/README.md leads to {path}, which is not there."));
    }

    [Fact]
    public void Every_event_says_who_consumes_it() =>
        Assert.All(Repository.Events, contract => Assert.Contains("Consumed by", File.ReadAllText(Repository.SourceOf(contract)), StringComparison.Ordinal));

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
