using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using CCHC.Sampling;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Draws;

/// <summary>Draws a stratified sample from a frame, with a reserve; the seed is recorded before anybody sees who was drawn.</summary>
public static class DrawSample
{
    /// <param name="Error">Sampling error from which the size follows; not together with a size.</param>
    /// <param name="Clusters">Draw so many clusters of each stratum first; null to draw people at once.</param>
    /// <param name="Seed">Null draws one.</param>
    public sealed record Request(
        [property: Range(typeof(decimal), "0.001", "0.5", ErrorMessage = "Sai số chọn mẫu từ 0,1 % đến 50 %.")] decimal? Error,
        [property: Range(1, 200_000, ErrorMessage = "Cỡ mẫu từ 1 đến 200.000.")] int? Size,
        AllocationKind Allocation,
        [property: Range(0, 10_000, ErrorMessage = "Số tối thiểu mỗi tầng từ 0 đến 10.000.")] int Minimum = 0,
        [property: Range(1, 10_000, ErrorMessage = "Số cụm mỗi tầng từ 1 trở lên.")] int? Clusters = null,
        [property: Range(typeof(decimal), "0", "1", ErrorMessage = "Mẫu dự phòng từ 0 đến 100 %.")] decimal Reserve = 0.2m,
        [property: StringLength(100, ErrorMessage = "Mã ngẫu nhiên dài tối đa 100 ký tự.")] string? Seed = null);

    public static async Task<Results<Ok<GetProtocol.Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindFrameAsync(id, user, cancellationToken) is not { } frame)
        {
            return TypedResults.NotFound();
        }

        if (frame.ErasedAt is not null)
        {
            throw new RuleViolationException("frame.erased", "Danh tính trong khung mẫu này đã xóa nên không rút mẫu được nữa.");
        }

        if (request.Error is null == request.Size is null)
        {
            throw new InvalidInputException("size", "Ghi cỡ mẫu hoặc sai số chọn mẫu, chỉ một trong hai.");
        }

        var people = await GetProtocol.PeopleAsync(db, id, cancellationToken);
        if (request.Clusters is not null && people.Exists(person => person.Cluster is null))
        {
            throw new RuleViolationException("draw.cluster-missing", "Có người chưa ghi cụm (cột cluster) nên không rút hai giai đoạn được.");
        }

        var seed = string.IsNullOrWhiteSpace(request.Seed) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) : request.Seed.Trim().Normalize();
        var wanted = request.Size ?? SampleSize.Of(people.Count, request.Error!.Value);
        var strata = people.GroupBy(person => person.Stratum, StringComparer.Ordinal).ToDictionary(stratum => stratum.Key, stratum => stratum.ToList(), StringComparer.Ordinal);
        var sizes = Allocation.Of(strata.ToDictionary(stratum => stratum.Key, stratum => stratum.Value.Count, StringComparer.Ordinal), wanted, request.Minimum, request.Allocation);
        var draw = new SampleDraw
        {
            Id = Guid.CreateVersion7(), FrameId = id, Seed = seed, Error = request.Error, Wanted = wanted, Allocation = request.Allocation, Minimum = request.Minimum, Clusters = request.Clusters,
            Reserve = request.Reserve, FrameHash = GetProtocol.HashOf(people), DrawnBy = user.DisplayName, DrawnAt = clock.GetUtcNow(),
            Strata =
            [
                .. strata.OrderBy(stratum => stratum.Key, StringComparer.Ordinal).Select(stratum => new StratumShare(
                    stratum.Key, stratum.Value.Count, stratum.Value.Select(person => person.Cluster).OfType<string>().Distinct(StringComparer.Ordinal).Count(), sizes[stratum.Key])),
            ],
            Selected = Draw.From(people, sizes, request.Reserve, request.Clusters, seed),
        };
        db.Draws.Add(draw);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(GetProtocol.Of(draw, frame));
    }
}
