using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Units;

/// <summary>From a day on the unit goes by another name; figures of earlier years keep the old one.</summary>
public static class RenameUnit
{
    public sealed record Request(
        [Required(ErrorMessage = UnitInput.NoCode)]
        [StringLength(UnitInput.CodeLength, ErrorMessage = UnitInput.LongCode)]
        string Code,
        [Required(ErrorMessage = UnitInput.NoName)]
        [StringLength(UnitInput.NameLength, ErrorMessage = UnitInput.LongName)]
        string Name,
        [Required(ErrorMessage = "Nhập ngày tên mới có hiệu lực.")] DateOnly? On);

    public static async Task<Results<Created<RegisterUnit.Response>, NotFound>> Handle(
        Guid id, Request request, Reorganisation reorganisation, CancellationToken cancellationToken)
    {
        var done = await reorganisation.CarryOutAsync(
            [id],
            request.On!.Value,
            ending => Task.FromResult<IReadOnlyList<Reorganisation.Successor>>(
                [new(request.Code.Trim(), request.Name.Trim(), ending[0].TypeCode, ending[0].GroupCode, ending[0].GroupName, ending[0].ParentId)]),
            cancellationToken);
        return done is null ? TypedResults.NotFound() : TypedResults.Created($"/api/identity/units/{done.Units[0].Id}", done.Units[0]);
    }
}
