namespace CCHC.Chaos;

/// <summary>What the system consists of, by the names of <c>AppHost.cs</c>.</summary>
public static class Processes
{
    public const string Postgres = "postgres";
    public const string RabbitMQ = "rabbitmq";
    public const string Identity = "identity";
    public const string Assessment = "assessment";
    public const string Gateway = "gateway";
    public const string Portal = "portal";

    /// <summary>Each with a database of its own.</summary>
    public static IReadOnlyList<string> Services { get; } = [Identity, "criteria", Assessment, "appraisal", "survey", "ranking"];

    public static string DatabaseOf(string service) => service + "-db";
}
