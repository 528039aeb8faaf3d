using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Units;

/// <summary>The predecessors end the day before; units below them go on below the successor.</summary>
public static class MergeUnits
{
    public sealed record Request(
        [Required(ErrorMessage = "Chọn các đơn vị được gộp.")]
        [MinLength(1, ErrorMessage = "Chọn các đơn vị được gộp.")]
        [MaxLength(100, ErrorMessage = "Gộp nhiều nhất 100 đơn vị một lần.")]
        IReadOnlyList<Guid> PredecessorIds,
        [Required(ErrorMessage = UnitInput.NoCode)]
        [StringLength(UnitInput.CodeLength, ErrorMessage = UnitInput.LongCode)]
        string Code,
        [Required(ErrorMessage = UnitInput.NoName)]
        [StringLength(UnitInput.NameLength, ErrorMessage = UnitInput.LongName)]
        string Name,
        [Required(ErrorMessage = UnitInput.NoType)] string TypeCode,
        [Required(ErrorMessage = UnitInput.NoGroup)]
        [StringLength(UnitInput.CodeLength, ErrorMessage = UnitInput.LongCode)]
        string GroupCode,
        [StringLength(UnitInput.NameLength, ErrorMessage = UnitInput.LongName)]
        string? GroupName,
        Guid? ParentId,
        [Required(ErrorMessage = "Nhập ngày đơn vị mới có hiệu lực.")] DateOnly? On);

    public static async Task<Results<Created<RegisterUnit.Response>, NotFound>> Handle(
        Request request, IdentityDbContext db, Reorganisation reorganisation, CancellationToken cancellationToken)
    {
        var ids = request.PredecessorIds.Distinct().ToList();
        if (ids.Count < 2)
        {
            throw new InvalidInputException("predecessorIds", "Gộp cần ít nhất hai đơn vị. Nếu chỉ một đơn vị mang tên mới, dùng Đổi tên.");
        }

        var done = await reorganisation.CarryOutAsync(ids, request.On!.Value, DescribeAsync, cancellationToken);
        return done is null ? TypedResults.NotFound() : TypedResults.Created($"/api/identity/units/{done.Units[0].Id}", done.Units[0]);

        async Task<IReadOnlyList<Reorganisation.Successor>> DescribeAsync(IReadOnlyList<Unit> ending)
        {
            var facts = await ChangeUnit.FactsAsync(
                db, new ChangeUnit.Request(request.Name, request.TypeCode, request.GroupCode, request.GroupName, request.ParentId, request.On, ValidTo: null, ids), cancellationToken);
            return [new(request.Code.Trim(), facts.Name, facts.TypeCode, facts.GroupCode, facts.GroupName, facts.ParentId)];
        }
    }
}
