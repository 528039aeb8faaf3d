using System.Diagnostics;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Errors;

public static class ProblemDetailsExtensions
{
    /// <summary>Gives every failure a ProblemDetails body in Vietnamese, with the trace id and nothing of the inside.</summary>
    public static void AddProblemDetails(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            problem.Title = Title(problem.Status ?? context.HttpContext.Response.StatusCode) ?? problem.Title;
            problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        });
        builder.Services.AddExceptionHandler<ExceptionToProblem>();
    }

    /// <summary>ENOSPC and EDQUOT, which .NET hands through.</summary>
    private static readonly int[] NoSpace = [28, 122];

    private static string? Title(int status) => status switch
    {
        400 => "Dữ liệu gửi lên không hợp lệ.",
        401 => "Cần đăng nhập, hoặc phiên làm việc đã hết hạn.",
        403 or 404 => "Không tìm thấy nội dung này, hoặc tài khoản không có quyền xem.",
        405 => "Địa chỉ này không nhận thao tác đó.",
        409 => "Chưa thực hiện được vì trái quy tắc.",
        412 => "Nội dung vừa được người khác sửa.",
        413 => "Dữ liệu gửi lên quá lớn.",
        415 => "Kiểu dữ liệu gửi lên không được hỗ trợ.",
        429 => "Quá nhiều yêu cầu trong thời gian ngắn. Vui lòng thử lại sau ít phút.",
        500 => "Hệ thống gặp lỗi; sự cố đã được ghi lại.",
        502 or 503 or 504 => "Một phần của hệ thống đang tạm ngắt. Vui lòng thử lại sau ít phút.",
        507 => "Máy chủ đang hết chỗ lưu nên chưa ghi được. Vui lòng thử lại sau ít phút, hoặc báo người quản trị.",
        _ => null,
    };

    private sealed class ExceptionToProblem(IProblemDetailsService problems, ILogger<ExceptionToProblem> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = Translate(exception);
            if (problem.Status >= 500)
            {
                logger.LogError(exception, "{Route} failed", SecurityEvents.RouteOf(httpContext, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint));
            }

            httpContext.Response.StatusCode = problem.Status!.Value;
            httpContext.Request.Headers.Accept = default; // who asks for another type is told all the same, or would not know why
            return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
        }

        private static ProblemDetails Translate(Exception exception) => exception switch
        {
            RuleViolationException rule => Broken(rule),
            InvalidInputException input => new HttpValidationProblemDetails(input.Errors.ToDictionary(StringComparer.Ordinal))
            {
                Status = StatusCodes.Status400BadRequest,
                Detail = input.Message,
            },
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Detail = BadRequestDetail(bad) },
            DbUpdateConcurrencyException => new ProblemDetails
            {
                Status = StatusCodes.Status412PreconditionFailed,
                Detail = "Đồng chí khác vừa sửa nội dung này. Tải lại để xem bản mới rồi sửa tiếp.",
            },
            DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } => new ProblemDetails
            {
                Status = StatusCodes.Status409Conflict,
                Detail = "Nội dung này đã có.",
                Extensions = { ["code"] = "record.exists" },
            },
            _ when IsUnstorable(exception) => new ProblemDetails
            {
                Status = StatusCodes.Status400BadRequest,
                Detail = "Nội dung gửi lên có ký tự không hợp lệ.",
            },
            _ when IsFullDisk(exception) => new ProblemDetails { Status = StatusCodes.Status507InsufficientStorage },
            _ when DatabaseOutage.Is(exception) || IsTimeout(exception) => new ProblemDetails { Status = StatusCodes.Status503ServiceUnavailable },
            _ => new ProblemDetails { Status = StatusCodes.Status500InternalServerError },
        };

        private static ProblemDetails Broken(RuleViolationException rule)
        {
            var problem = new ProblemDetails
            {
                Status = StatusCodes.Status409Conflict,
                Detail = rule.Message,
                Extensions = { ["code"] = rule.Code, ["details"] = rule.Details },
            };
            if (rule.Field is not null)
            {
                problem.Extensions["field"] = rule.Field;
            }

            return problem;
        }

        private static string BadRequestDetail(BadHttpRequestException bad) => bad.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? "Nội dung gửi lên vượt quá dung lượng cho phép."
            : "Không đọc được nội dung gửi lên: sai cấu trúc hoặc sai kiểu dữ liệu.";

        /// <summary>U+0000, which PostgreSQL has neither in text nor in JSON.</summary>
        private static bool IsUnstorable(Exception exception) =>
            exception.IsOrHas(x => x is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter });

        private static bool IsFullDisk(Exception exception) =>
            exception.IsOrHas(x => x is PostgresException { SqlState: PostgresErrorCodes.DiskFull } || (x is IOException && NoSpace.Contains(x.HResult)));

        private static bool IsTimeout(Exception exception) => exception.IsOrHas(x => x is TimeoutException);
    }
}
