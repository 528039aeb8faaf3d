using System.IO.Compression;
using System.Text;

namespace CCHC.Fuzzing;

/// <summary>Files for the routes that take some, right or nearly so.</summary>
public static class Files
{
    private static readonly (string Path, string Text)[] Tables =
    [
        ("/units/import", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nFZ8,Xã Thử Tám,Xã,fz8,Khối thử tám,,2020-01-01,,\nFZ9,\"Xã \"\"Chín\"\"\",Xã,fz8,Khối thử tám,FZ8,01/07/2025,,FZ8\n"),
        ("/accounts/import", "username,display_name,role,unit_code,password\nfz.moi,Nguyễn Văn Mới,unit-officer,FZ1,mot mat khau rat dai 9\nfz.moi,Nguyễn Văn Mới,unit-head,FZ2,\n"),
        ("/criteria/", "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Chỉ đạo,60,,SUM,\n1.1,TC,Sáng kiến,20,TD,COUNT,mỗi sáng kiến 5; tối đa 20\n1.2,TC,Đúng hạn,40,TD,PROPORTIONAL,ty_le*max\n2,LV,Kết quả,40,,SUM,\n2.1,TC,Hài lòng,40,XHH,SURVEY,A=100;B=60\n"),
        ("/ranking/", "campaign_code,campaign_name,year,group_code,group_name,unit_code,unit_name,field_code,field_name,criterion_code,criterion_name,source,max_points,points,applicable\nFZNHAP,Kỳ nhập,2020,fz,Khối thử,FZ1,Xã Một,L1,Lĩnh vực,1.1,Tiêu chí,appraised,10,7.5,true\n"),
        ("/submissions/import", "form_no,respondent_group,stratum,unit_code,question_code,value\n1,ND,,FZ1,Q1,4\n2,ND,,FZ2,Q1,\"1,5\"\n"),
        ("", "name,contact,stratum,cluster,unit_code\nTrần Thị Bốn,0912345678,Hộ tịch,,FZ1\nLê Văn Năm,nam@vi-du.example.vn,Đất đai,,FZ2\n"),
    ];

    public static byte[] For(Random random, string mediaType, string path)
    {
        var text = Encoding.UTF8.GetBytes(Tables.First(table => path.Contains(table.Path, StringComparison.Ordinal)).Text);
        return mediaType switch
        {
            _ when mediaType.Contains("csv", StringComparison.Ordinal) => text,
            _ when mediaType.Contains("officedocument", StringComparison.Ordinal) || (mediaType.Contains("octet", StringComparison.Ordinal) && random.Next(2) == 0) => Package(random),
            _ => random.Next(3) switch { 0 => text, 1 => [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. new byte[200]], _ => [.. "%PDF-1.7\n%%EOF\n"u8] },
        };
    }

    /// <summary>A zip that calls itself a workbook: empty parts, parts that are no XML, one with a very long text, one that unpacks to much.</summary>
    private static byte[] Package(Random random)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
            Add(zip, "_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(zip, "xl/workbook.xml", random.Next(3) switch
            {
                0 => "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r9\"/></sheets></workbook>",
                1 => "<workbook",
                _ => "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;&b;\">]><workbook>&d;</workbook>",
            });
            Add(zip, "xl/worksheets/sheet1.xml", random.Next(2) == 0 ? "" : $"<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>{new string('a', 2_000_000)}</t></is></c></row></sheetData></worksheet>");
        }

        return memory.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(text));
    }
}
