using System.Globalization;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Registers and changes units from a CSV file, all or nothing; units the file does not name stay as they are.</summary>
public static class ImportUnits
{
    private static readonly string[] Columns =
        ["code", "name", "type", "group_code", "group_name", "parent_code", "valid_from", "valid_to", "predecessor_codes"];

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "dd/MM/yyyy"];

    public sealed record Response(int Created, int Updated, int Unchanged);

    public static async Task<Ok<Response>> Handle(
        HttpRequest request, IdentityDbContext db, IEventPublisher events, ILogger<Response> logger, CancellationToken cancellationToken)
    {
        var file = await CsvFile.ReadAsync(request.Body, Columns, [], cancellationToken);
        file.ThrowIfWrong();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken); // two files at once could each be sound and together form a circle
        var units = await db.Units.ToDictionaryAsync(unit => unit.Code, StringComparer.Ordinal, cancellationToken);
        var ids = units.Values.ToDictionary(unit => unit.Code, unit => unit.Id, StringComparer.Ordinal);
        foreach (var line in file.Lines)
        {
            ids.TryAdd(line["code"], Guid.CreateVersion7());
        }

        var facts = file.Lines.ToDictionary(line => line, line => Read(line, ids, file));
        FindDuplicates(file);
        FindGroupsWithTwoNames(file);
        FindCircles(file, facts, units.Values, ids);
        file.ThrowIfWrong();

        var (created, updated, unchanged) = (0, 0, 0);
        foreach (var line in file.Lines)
        {
            if (!units.TryGetValue(line["code"], out var unit))
            {
                unit = Unit.Register(ids[line["code"]], line["code"], facts[line]);
                db.Units.Add(unit);
                created++;
            }
            else if (unit.Change(facts[line]))
            {
                updated++;
            }
            else
            {
                unchanged++;
                continue;
            }

            events.Publish(unit.ToChangedEvent());
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("Imported units: {Created} created, {Updated} updated, {Unchanged} unchanged", created, updated, unchanged);
        return TypedResults.Ok(new Response(created, updated, unchanged));
    }

    private static UnitFacts Read(CsvLine line, Dictionary<string, Guid> ids, CsvFile file)
    {
        foreach (var (column, label, length) in new[]
            { ("code", "mã", 50), ("name", "tên", 300), ("type", "loại", 50), ("group_code", "mã khối", 50), ("group_name", "tên khối", 300) })
        {
            if (line[column].Length == 0)
            {
                file.AddError(line.Number, $"thiếu {label} ({column}).");
            }
            else if (line[column].Length > length)
            {
                file.AddError(line.Number, $"{label} ({column}) dài quá {length} ký tự.");
            }
        }

        var validFrom = Date("valid_from");
        var validTo = Date("valid_to");
        if (validTo < validFrom)
        {
            file.AddError(line.Number, "ngày hết hiệu lực (valid_to) trước ngày có hiệu lực (valid_from).");
        }

        Guid? parentId = null;
        if (line["parent_code"] is { Length: > 0 } parent)
        {
            parentId = Known(parent, "đơn vị cấp trên");
        }

        var predecessors = line["predecessor_codes"].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (predecessors.Contains(line["code"], StringComparer.Ordinal))
        {
            file.AddError(line.Number, $"đơn vị {line["code"]} không thể là đơn vị tiền thân của chính nó.");
        }

        return new UnitFacts(
            line["name"], line["type"], line["group_code"], line["group_name"], parentId, validFrom, validTo,
            [.. predecessors.Distinct(StringComparer.Ordinal).Select(code => Known(code, "đơn vị tiền thân")).OfType<Guid>()]);

        DateOnly? Date(string column)
        {
            if (line[column].Length == 0)
            {
                return null;
            }

            if (DateOnly.TryParseExact(line[column], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            file.AddError(line.Number, $"ngày “{line[column]}” ({column}) phải có dạng dd/MM/yyyy hoặc yyyy-MM-dd.");
            return null;
        }

        Guid? Known(string code, string label)
        {
            if (ids.TryGetValue(code, out var id))
            {
                return id;
            }

            file.AddError(line.Number, $"không có {label} mang mã {code}.");
            return null;
        }
    }

    private static void FindDuplicates(CsvFile file)
    {
        foreach (var same in file.Lines.GroupBy(line => line["code"], StringComparer.Ordinal).Where(same => same.Key.Length > 0))
        {
            foreach (var line in same.Skip(1))
            {
                file.AddError(line.Number, $"trùng mã {same.Key} với dòng {same.First().Number}.");
            }
        }
    }

    private static void FindGroupsWithTwoNames(CsvFile file)
    {
        foreach (var group in file.Lines.GroupBy(line => line["group_code"], StringComparer.Ordinal))
        {
            foreach (var line in group.Where(line => line["group_name"] != group.First()["group_name"]))
            {
                file.AddError(line.Number, $"khối {group.Key} mang tên khác với dòng {group.First().Number}.");
            }
        }
    }

    private static void FindCircles(CsvFile file, Dictionary<CsvLine, UnitFacts> facts, IEnumerable<Unit> stored, Dictionary<string, Guid> ids)
    {
        var parents = stored.ToDictionary(unit => unit.Id, unit => unit.ParentId);
        foreach (var line in file.Lines)
        {
            parents[ids[line["code"]]] = facts[line].ParentId;
        }

        foreach (var line in file.Lines)
        {
            var start = ids[line["code"]];
            var seen = new HashSet<Guid>();
            for (var parent = parents[start]; parent is { } id && seen.Add(id); parent = parents[id])
            {
                if (id == start)
                {
                    file.AddError(line.Number, $"đơn vị {line["code"]} nằm trong vòng lặp cấp trên – cấp dưới.");
                    break;
                }
            }
        }
    }
}
