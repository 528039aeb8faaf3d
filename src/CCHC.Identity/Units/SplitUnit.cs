using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Units;

/// <summary>What a new unit does not say of itself, it takes from the one that ends.</summary>
public static class SplitUnit
{
    public sealed record Request(
        [Required(ErrorMessage = "Nhập ngày các đơn vị mới có hiệu lực.")] DateOnly? On,
        [Required(ErrorMessage = "Nhập các đơn vị mới.")]
        [MaxLength(100, ErrorMessage = "Tách nhiều nhất thành 100 đơn vị.")]
        IReadOnlyList<Part> Units);

    public sealed record Part(
        [Required(ErrorMessage = UnitInput.NoCode)]
        [StringLength(UnitInput.CodeLength, ErrorMessage = UnitInput.LongCode)]
        string Code,
        [Required(ErrorMessage = UnitInput.NoName)]
        [StringLength(UnitInput.NameLength, ErrorMessage = UnitInput.LongName)]
        string Name,
        string? TypeCode, string? GroupCode, string? GroupName, Guid? ParentId);

    public static async Task<Results<Ok<Reorganisation.Response>, NotFound>> Handle(
        Guid id, Request request, IdentityDbContext db, Reorganisation reorganisation, CancellationToken cancellationToken)
    {
        if (request.Units.Count < 2)
        {
            throw new InvalidInputException("units", "Tách cần ít nhất hai đơn vị mới. Nếu chỉ một đơn vị mang tên mới, dùng Đổi tên.");
        }

        var done = await reorganisation.CarryOutAsync([id], request.On!.Value, DescribeAsync, cancellationToken);
        return done is null ? TypedResults.NotFound() : TypedResults.Ok(done);

        async Task<IReadOnlyList<Reorganisation.Successor>> DescribeAsync(IReadOnlyList<Unit> ending)
        {
            var (parts, old) = (new List<Reorganisation.Successor>(), ending[0]);
            foreach (var part in request.Units)
            {
                var facts = await ChangeUnit.FactsAsync(
                    db,
                    new ChangeUnit.Request(
                        part.Name, part.TypeCode ?? old.TypeCode, part.GroupCode ?? old.GroupCode, part.GroupName, part.ParentId ?? old.ParentId, request.On, ValidTo: null, [id]),
                    cancellationToken);
                parts.Add(new(part.Code.Trim(), facts.Name, facts.TypeCode, facts.GroupCode, facts.GroupName, facts.ParentId));
            }

            return parts;
        }
    }
}
