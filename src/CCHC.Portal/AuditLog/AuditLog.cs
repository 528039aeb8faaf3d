using System.Text.Json;

namespace CCHC.Portal.AuditLog;

/// <summary>One change or reading, as a service has recorded it.</summary>
public sealed record AuditItem(
    long Id, DateTimeOffset At, Guid? Actor, string? ActorName, string? Address, string? Action, string? Trace, string? Reason, string Table, JsonElement Key, string Operation,
    JsonElement? Before, JsonElement? After);

/// <param name="Next">To ask for older ones with; null at the end.</param>
public sealed record AuditEntries(IReadOnlyList<AuditItem> Items, long? Next);

/// <summary>What is looked for, as it stands in the address.</summary>
public sealed record AuditFilter(string? DichVu, string? Tu, string? Den, string? Ai, string? Bang, string? Khoa, string? Viec, string? Loai, long? Truoc);
