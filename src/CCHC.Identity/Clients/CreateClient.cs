using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Identity;
using CCHC.Identity.Data;
using CCHC.Identity.Tokens;
using CCHC.Identity.Units;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Clients;

/// <summary>The answer is the only place where the secret is ever shown.</summary>
public static class CreateClient
{
    public sealed record Request(
        [Required(ErrorMessage = "Thiếu tên hệ thống kết nối.")]
        [StringLength(100, ErrorMessage = "Tên dài quá 100 ký tự.")]
        string Name,
        [Required(ErrorMessage = "Thiếu vai trò.")]
        [MinLength(1, ErrorMessage = "Cần ít nhất một vai trò.")]
        IReadOnlyList<string> Roles,
        [StringLength(200, ErrorMessage = "Thông tin liên hệ dài quá 200 ký tự.")]
        string? Contact = null,
        [Range(1, 1_000_000, ErrorMessage = "Số lượt gọi mỗi phút từ 1 đến 1.000.000.")]
        int? PerMinute = null,
        [Range(1, 100_000_000, ErrorMessage = "Số lượt gọi mỗi ngày từ 1 đến 100.000.000.")]
        int? PerDay = null,
        string? UnitCode = null);

    public sealed record Response(Guid ClientId, string ClientSecret);

    /// <remarks>With a unit the roles reach what this government owns, without one the whole system.</remarks>
    public static async Task<Created<Response>> Handle(Request request, IdentityDbContext db, Areas areas, TimeProvider clock, CancellationToken cancellationToken)
    {
        var unknown = request.Roles.Except(Roles.All, StringComparer.Ordinal).Select(role => $"không có vai trò “{role}”.").ToArray();
        if (unknown.Length > 0)
        {
            throw new InvalidInputException("Vai trò không hợp lệ.", new Dictionary<string, string[]>(StringComparer.Ordinal) { ["roles"] = unknown });
        }

        var unitId = string.IsNullOrWhiteSpace(request.UnitCode) ? (Guid?)null : await GovernmentAsync(request.UnitCode.Trim(), request.Roles, db, areas, clock.Today(), cancellationToken);
        if (await db.Clients.AnyAsync(client => client.Name == request.Name, cancellationToken))
        {
            throw new RuleViolationException("client.exists", $"Đã có hệ thống kết nối mang tên {request.Name}.");
        }

        var secret = Secrets.Generate();
        var client = ApiClient.Register(
            request.Name, request.Contact?.Trim() ?? "", request.Roles, unitId, request.PerMinute, request.PerDay, Secrets.Hash(secret), clock.GetUtcNow());
        db.Clients.Add(client);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/identity/clients/{client.Id}", new Response(client.Id, secret));
    }

    private static async Task<Guid> GovernmentAsync(string code, IReadOnlyList<string> roles, IdentityDbContext db, Areas areas, DateOnly today, CancellationToken cancellationToken)
    {
        if (roles.Contains(Roles.SystemAdmin, StringComparer.Ordinal))
        {
            throw new InvalidInputException("roles", "Quản trị hệ thống có quyền trên toàn hệ thống, không giới hạn trong một địa bàn được.");
        }

        var unit = await db.Units.AsNoTracking().SingleOrDefaultAsync(unit => unit.Code == code, cancellationToken)
            ?? throw new InvalidInputException("unitCode", $"Không có đơn vị mang mã “{code}”.");
        if (unit.ValidTo < today)
        {
            throw new InvalidInputException("unitCode", $"{unit.Name} đã ngừng hoạt động từ sau ngày {UnitRules.Date(unit.ValidTo.Value)}.");
        }

        // A department would get what its government owns, and the province everything: who registers a client is not to be mistaken about how far it reaches.
        return await areas.OfAsync([(Roles.ApiClient, unit.Id)], cancellationToken) is { Count: 1 } reached && reached.Contains($"{Roles.ApiClient}@{unit.Id}")
            ? unit.Id
            : throw new InvalidInputException("unitCode", $"{unit.Name} không phải chính quyền cấp dưới tỉnh. Chọn ủy ban nhân dân cấp dưới, hoặc bỏ trống nếu cần quyền toàn tỉnh.");
    }
}
