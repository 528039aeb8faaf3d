using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Campaigns;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Survey.Frames;

/// <summary>Takes a list of people over from a file; who stands in it twice is taken once.</summary>
public static class ImportFrame
{
    public sealed record Response(Guid Id, int People, int Duplicates);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id,
        [Required(ErrorMessage = "Đặt tên khung mẫu."), StringLength(200, ErrorMessage = "Tên dài tối đa 200 ký tự.")] string name,
        [Required(ErrorMessage = "Ghi nguồn của danh sách."), StringLength(500, ErrorMessage = "Nguồn dài tối đa 500 ký tự.")] string source,
        HttpRequest request, CurrentUser user, SurveyDbContext db, PersonKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.ReachedBy(user, Permissions.RunSurveys).FindHeadAsync(id, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var file = await FrameFile.ReadAsync(request, FrameFile.LargestFrame, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.HoldCampaignAsync(id, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var frame = new SamplingFrame
        {
            Id = Guid.CreateVersion7(), CampaignId = id, Name = name.Trim().Normalize(), Source = source.Trim().Normalize(), People = file.People.Count, Duplicates = file.Duplicates,
            ImportedBy = user.DisplayName, ImportedAt = clock.GetUtcNow(),
        };
        var key = keys.Of(frame.Id);
        frame.SealedWith(key);
        db.Frames.Add(frame);
        db.FrameEntries.AddRange(file.People.Select((line, i) => FrameEntry.Of(frame.Id, i + 1, line, key)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(frame.Id, frame.People, frame.Duplicates));
    }
}
