using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CCHC.AppModel;
using MassTransit;

namespace CCHC.Architecture.Tests.Deployments;

/// <summary>The compose file and the overlays for Kubernetes deploy what AppHost.cs describes, no less and no more.</summary>
public sealed class DeploymentTests
{
    private static readonly (IReadOnlyList<ModelProcess> Processes, IReadOnlyList<string> Databases) Model = Recorder.Model();

    /// <summary>All but the demo province.</summary>
    private static readonly IReadOnlyList<ModelProcess> Processes = [.. Model.Processes.Where(process => process.Project != "CCHC.Demo")];

    private static readonly IEnumerable<ModelProcess> Migrations = Processes.Where(process => process.IsJob);

    public static TheoryData<string> Deployments => [.. Deployed.Overlays, "compose"];

    public static TheoryData<string> Overlays => [.. Deployed.Overlays];

    [Fact]
    public void The_model_is_read_whole()
    {
        Assert.Equal(["appraisal", "assessment", "criteria", "gateway", "identity", "portal", "ranking", "survey"], Processes.Where(process => !process.IsJob).Select(process => process.Name).Order(StringComparer.Ordinal));
        Assert.Equal(6, Migrations.Count());
        Assert.Equal(["national", "pilot", "province"], Deployed.Overlays);
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_process_of_the_model_is_deployed_and_no_other(string deployment) => Assert.Equal(
        Processes.Select(process => (process.Name, Image: process.Project.ToLowerInvariant().Replace('.', '-'), process.IsJob, Arguments: string.Join(' ', process.Arguments))).Order(),
        Deployed.In(deployment).Select(process => (process.Name, Image: Regex.Match(process.Image, @"cchc-\w+(?=:)", RegexOptions.None, TimeSpan.FromSeconds(1)).Value, process.IsJob, Arguments: string.Join(' ', process.Arguments))).Order());

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_process_is_told_what_the_model_tells_it(string deployment)
    {
        var deployed = Deployed.In(deployment).ToDictionary(process => process.Name, StringComparer.Ordinal);
        Assert.Empty(Processes.SelectMany(process => process.Settings.Keys.Where(key => !deployed[process.Name].Settings.ContainsKey(key)).Select(key => $"{process.Name} lacks {key}")));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void An_address_of_a_service_is_that_service(string deployment)
    {
        var addresses = Deployed.In(deployment).SelectMany(process => process.Settings).Where(setting => setting.Key.StartsWith("services__", StringComparison.Ordinal)).Distinct().ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, setting => Assert.Equal($"http://{setting.Key.Split("__")[1]}:8080", setting.Value));
        if (deployment != "compose")
        {
            var services = Deployed.Overlay(deployment).Where(resource => resource.Text("kind") == "Service").ToDictionary(resource => resource.Text("metadata", "name")!, StringComparer.Ordinal);
            Assert.All(Deployed.In(deployment).Where(process => !process.IsJob), process =>
            {
                Assert.Equal("8080", services[process.Name].Items("spec", "ports").Single().Text("port"));
                Assert.True(JsonNode.DeepEquals(services[process.Name].At("spec", "selector"), process.Definition.At("spec", "selector", "matchLabels")), process.Name);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void A_service_signs_in_to_the_database_as_itself_and_only_its_migrations_as_the_owner(string deployment)
    {
        var deployed = Deployed.In(deployment);
        Assert.All(deployed.Where(process => process.IsJob), job => Assert.DoesNotContain("Database__Address", job.Settings.Keys));
        Assert.All(deployed.Where(process => !process.IsJob), service => Assert.DoesNotContain(service.Settings.Keys, key => key == "pgpass" || key.EndsWith("-db", StringComparison.Ordinal)));
        Assert.All(deployed.Where(process => !process.IsJob && process.Settings.ContainsKey("Database__Password")), service => Assert.Matches("^tcp://.+:5432$", service.Settings["Database__Address"]));
    }

    /// <summary>A service whose folder of secrets is missing does not start.</summary>
    [Theory]
    [MemberData(nameof(Deployments))]
    public void Whoever_has_secrets_and_nobody_else_is_told_where_they_lie(string deployment) => Assert.All(Deployed.In(deployment), process =>
    {
        Assert.Equal(process.Name is not ("gateway" or "portal"), process.Settings.ContainsKey("Database__Password"));
        Assert.Equal(
            !process.Settings.ContainsKey("Database__Password") ? null : deployment == "compose" ? "/run/secrets" : "/run/secrets/cchc",
            process.Settings.GetValueOrDefault("Secrets__Path"));
    });

    [Theory]
    [MemberData(nameof(Deployments))]
    public void A_folder_of_the_model_outlasts_the_process(string deployment)
    {
        var deployed = Deployed.In(deployment).ToDictionary(process => process.Name, StringComparer.Ordinal);
        var folders = Processes.SelectMany(process => process.Settings.Where(setting => setting.Value is not null).Select(setting => (process.Name, setting.Key))).ToList();
        Assert.Equal(10, folders.Count); // the audit of six services, evidence, keys of surveys, of the ranking and of the portal
        Assert.All(folders, folder => Assert.Contains(deployed[folder.Name].Settings[folder.Key]!, deployed[folder.Name].Folders));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_database_of_the_model_is_made_and_brought_up_to_date(string deployment)
    {
        var made = deployment == "compose"
            ? Regex.Matches(File.ReadAllText(Path.Combine(Deployed.Folder, "compose", "databases.sql")), "^CREATE DATABASE \"(?<name>[^\"]+)\";$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value)
            : Deployed.Overlay(deployment).Where(resource => resource.Text("kind") == "Database").Select(resource => resource.Text("spec", "name")!);
        Assert.Equal(Model.Databases.Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
        Assert.Equal(
            Model.Databases.Order(StringComparer.Ordinal),
            Deployed.In(deployment).Where(process => process.IsJob).Select(job => job.Settings[$"ConnectionStrings__{job.Name.Replace("-migrations", "-db", StringComparison.Ordinal)}"]!.Split("Database=")[1]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_service_has_a_role_of_its_own_in_the_database(string overlay)
    {
        var cluster = Deployed.Overlay(overlay).Single(resource => resource.Text("kind") == "Cluster");
        Assert.Equal(
            Migrations.Select(job => job.Name.Replace("-migrations", "", StringComparison.Ordinal)).Select(service => ($"cchc_{service}", $"{service}-database")).Order(),
            cluster.Items("spec", "managed", "roles").Select(role => (role.Text("name")!, role.Text("passwordSecret", "name")!)).Order());
    }

    [Fact]
    public void Texts_are_compared_in_every_database_as_in_one_without_containers()
    {
        var locale = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "src", "CCHC.NativeHosting", "Running", "PostgresServer.cs")), @"--locale=(?<name>[\w.-]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["name"].Value;
        Assert.Equal("C.UTF-8", locale);
        Assert.Contains($"--locale={locale}", Deployed.ComposeFile.Text("services", "postgres", "environment", "POSTGRES_INITDB_ARGS"), StringComparison.Ordinal);
        foreach (var cluster in Deployed.Overlays.SelectMany(Deployed.Overlay).Where(resource => resource.Text("kind") == "Cluster"))
        {
            Assert.Equal((locale, locale), (cluster.Text("spec", "bootstrap", "initdb", "localeCollate"), cluster.Text("spec", "bootstrap", "initdb", "localeCType")));
        }
    }

    /// <summary>Else everybody who signs in seems to come from the gateway: in the audit, and for those who count failures and requests.</summary>
    [Theory]
    [MemberData(nameof(Deployments))]
    public void Whoever_takes_addresses_from_a_proxy_is_told_which(string deployment)
    {
        var deployed = Deployed.In(deployment).ToDictionary(process => process.Name, StringComparer.Ordinal);
        var proxies = new[] { "Gateway", "Portal", "Identity" }.Select(name => (Process: name.ToLowerInvariant(), Setting: $"{name}__Proxies__0"))
            .Concat(Migrations.Select(job => (Process: job.Name.Replace("-migrations", "", StringComparison.Ordinal), Setting: "Audit__Proxies__0")));
        Assert.All(proxies, proxy => Assert.Contains('/', deployed[proxy.Process].Settings[proxy.Setting]!));
    }

    [Fact]
    public void In_compose_everybody_waits_for_whom_the_model_says()
    {
        var waits = Deployed.In("compose").ToDictionary(process => process.Name, process => process.Definition.Members("depends_on").ToDictionary(wait => wait.Key, wait => wait.Value.Text("condition"), StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var process in Processes)
        {
            Assert.All(process.Waits, wait => Assert.Equal(
                wait.Value ? "service_completed_successfully" : "service_healthy",
                waits[process.Name].GetValueOrDefault(Model.Databases.Contains(wait.Key) ? "postgres" : wait.Key)));
        }
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Every_service_is_asked_whether_it_is_ready(string deployment)
    {
        var deployed = Deployed.In(deployment).ToDictionary(process => process.Name, StringComparer.Ordinal);
        foreach (var process in Processes.Where(process => !process.IsJob))
        {
            // On Kubernetes a gateway that is asked for everybody's health would be taken away when one service is.
            var path = deployment == "compose" ? $"GET {process.HealthPath} " : "/health/ready";
            Assert.Contains(path, deployed[process.Name].HealthCheck, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void The_portal_has_one_replica_because_its_sessions_live_in_its_memory(string deployment)
    {
        if (deployment == "compose")
        {
            Assert.DoesNotContain(Deployed.In("compose"), process => process.Definition.At("deploy") is not null || process.Definition.At("scale") is not null);
            return;
        }

        var resources = Deployed.Overlay(deployment);
        var fewest = resources.Where(resource => resource.Text("kind") is "HorizontalPodAutoscaler" or "ScaledObject")
            .ToDictionary(scaler => scaler.Text("spec", "scaleTargetRef", "name")!, scaler => scaler.Text("spec", "minReplicas") ?? scaler.Text("spec", "minReplicaCount"), StringComparer.Ordinal);
        var portal = Deployed.In(deployment).Single(process => process.Name == "portal").Definition;
        Assert.Equal(("1", "Recreate"), (portal.Text("spec", "replicas"), portal.Text("spec", "strategy", "type")));
        Assert.DoesNotContain("portal", fewest.Keys);
        if (deployment != "pilot")
        {
            Assert.All(Processes.Where(process => !process.IsJob && process.Name != "portal"), process => Assert.True(int.Parse(fewest[process.Name]!, null) >= 2, process.Name));
        }
    }

    [Fact]
    public void Every_queue_of_a_service_that_is_scaled_counts_and_no_other()
    {
        var scalers = Deployed.Overlay("national").Where(resource => resource.Text("kind") == "ScaledObject").ToDictionary(
            scaler => scaler.Text("spec", "scaleTargetRef", "name")!,
            scaler => scaler.Items("spec", "triggers").Single(trigger => trigger.Text("type") == "rabbitmq").Text("metadata", "queueName")!,
            StringComparer.Ordinal);
        var queues = Repository.Consumers.Select(consumer => (Service: consumer.Assembly.GetName().Name!["CCHC.".Length..].ToLowerInvariant(), consumer))
            .Select(x => (x.Service, Queue: new KebabCaseEndpointNameFormatter(x.Service, includeNamespace: false).SanitizeName(Name(x.Service, x.consumer)))).ToList();
        Assert.Contains(("ranking", "ranking-self-assessment-submitted"), queues);
        Assert.Equal(queues.Select(queue => queue.Service).Distinct().Order(StringComparer.Ordinal), scalers.Keys.Order(StringComparer.Ordinal));
        Assert.All(queues, queue => Assert.Equal([queue.Service], scalers.Where(scaler => Regex.IsMatch(queue.Queue, scaler.Value, RegexOptions.None, TimeSpan.FromSeconds(1))).Select(scaler => scaler.Key)));

        static string Name(string service, Type consumer) => (string)typeof(KebabCaseEndpointNameFormatter).GetMethod(nameof(IEndpointNameFormatter.Consumer))!
            .MakeGenericMethod(consumer).Invoke(new KebabCaseEndpointNameFormatter(service, includeNamespace: false), null)!;
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void No_process_of_ours_is_root_or_can_write_to_its_image(string deployment) => Assert.All(Deployed.In(deployment), process =>
    {
        var (pod, container) = (process.Definition.At("spec", "template", "spec"), process.Definition.Items("spec", "template", "spec", "containers").FirstOrDefault());
        Assert.Equal(
            ("1654", "true", "ALL", true),
            deployment == "compose"
                ? (process.Definition.Text("user")!.Split(':')[0], process.Definition.Text("read_only"), process.Definition.Items("cap_drop").Single().Text(), process.Definition.Items("security_opt").Any(option => option.Text() == "no-new-privileges:true"))
                : (pod.Text("securityContext", "runAsUser"), container.Text("securityContext", "readOnlyRootFilesystem"), container.Items("securityContext", "capabilities", "drop").Single().Text(), container.Text("securityContext", "allowPrivilegeEscalation") == "false" && pod.Text("automountServiceAccountToken") == "false"));
    });

    [Fact]
    public void Only_the_gateway_is_reached_from_outside()
    {
        Assert.Equal(["gateway"], Deployed.ComposeFile.Members("services").Where(service => service.Value.At("ports") is not null).Select(service => service.Key));
        Assert.Equal("true", Deployed.ComposeFile.Text("networks", "inside", "internal"));
        foreach (var resources in Deployed.Overlays.Select(Deployed.Overlay))
        {
            Assert.DoesNotContain(resources, resource => resource.Text("kind") == "Service" && resource.Text("spec", "type") is not null);
            Assert.Equal(["gateway"], resources.Where(resource => resource.Text("kind") == "Ingress").SelectMany(ingress => ingress.Items("spec", "rules")).SelectMany(rule => rule.Items("http", "paths")).Select(path => path.Text("backend", "service", "name")));
            Assert.Contains(resources, resource => resource.Text("kind") == "NetworkPolicy" && resource.At("spec", "podSelector") is JsonObject { Count: 0 } && resource.At("spec", "ingress") is null && resource.At("spec", "egress") is null && resource.Items("spec", "policyTypes").Count() == 2);
        }
    }

    [Fact]
    public void A_secret_is_never_written_and_whoever_deploys_is_told_how_it_is_made()
    {
        var guide = File.ReadAllText(Path.Combine(Deployed.Folder, "README.md"));
        var resources = Deployed.Overlays.SelectMany(Deployed.Overlay).ToList();
        Assert.DoesNotContain(resources, resource => resource.Text("kind") == "Secret");
        var named = resources.SelectMany(Secrets).Except(["postgres-superuser", "rabbitmq-default-user"], StringComparer.Ordinal).Distinct(StringComparer.Ordinal).ToList(); // the operators make these
        Assert.Equal(8, named.Count);
        Assert.All(named, secret => Assert.Contains(secret.EndsWith("-database", StringComparison.Ordinal) ? "$service-database" : secret, guide, StringComparison.Ordinal));
        Assert.Empty(Deployed.ComposeFile.Members("secrets").Where(secret => secret.Value.Text("file") != $"secrets/{secret.Key}").Select(secret => secret.Key));

        static IEnumerable<string> Secrets(JsonNode? node) => node switch
        {
            JsonObject resource => resource.SelectMany(member => member.Key switch
            {
                "secret" or "passwordSecret" => [member.Value.Text("name")!],
                "secretName" => [member.Value.Text()!],
                _ => Secrets(member.Value),
            }),
            JsonArray list => list.SelectMany(Secrets),
            _ => [],
        };
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_is_checked_here_is_what_kubectl_renders(string overlay)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl"))), "There is no kubectl here.");
        using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Deployed.Folder, "kubernetes", "overlays", overlay)]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var rendered = Yaml.Parse(kubectl.StandardOutput.ReadToEnd());
        Assert.Equal(Deployed.Overlay(overlay).Select(Canonical).Order(StringComparer.Ordinal), rendered.Select(Canonical).Order(StringComparer.Ordinal));

        // Without the namespace, which kubectl writes into each, and without the order of lists and members.
        static string Canonical(JsonNode? node) => node switch
        {
            JsonObject { } members => $"{{{string.Join(',', members.Where(member => member.Key != "namespace").OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Canonical(member.Value)}"))}}}",
            JsonArray items => $"[{string.Join(',', items.Select(Canonical).Order(StringComparer.Ordinal))}]",
            _ => node.Text() ?? "",
        };
    }
}
