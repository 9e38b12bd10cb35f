using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Privacy;

/// <summary>An address to the door. A building, a street or a crossing is where a matter lies and no person's.</summary>
internal static partial class AddressDetails
{
    private const string Number = "[0-9一二三四五六七八九十百零〇两A-Z]{1,5}";

    public static IEnumerable<PersonalDetail> Find(PlainText written) => Form().Matches(written.Text)
        .Select(found => written.Detail(PersonalDetailKind.Address, found));

    // …小区3号楼2单元501, 3栋501室, 二单元五零一, 小区3-2-501, 王家庄村35号, 和平胡同12号.
    [GeneratedRegex(@"(?:[\p{IsCJKUnifiedIdeographs}]{0,10}?(?:小区|花园|家园|公寓|宿舍|苑|里|城|府|庄园)\s?)?(?:"
        + $@"(?:{Number}\s?(?:号楼|号院|栋|幢|座|楼)\s?)?{Number}\s?单元\s?(?:{Number}\s?楼\s?)?{Number}\s?(?:室|户|号)?"
        + $@"|{Number}\s?(?:号楼|栋|幢|座)\s?(?:{Number}\s?[层楼]\s?)?{Number}\s?(?:室|户|号(?!楼|院|线|路))"
        + @"|(?<=小区\s?|花园\s?|家园\s?|公寓\s?|宿舍\s?|苑\s?)[0-9]{1,3}\s?[-—－~]\s?[0-9]{1,2}\s?[-—－~]\s?[0-9]{3,4}(?:室|户|号)?"
        + @"|[\p{IsCJKUnifiedIdeographs}]{0,6}(?:村|胡同|巷|里弄)\s?(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s?号(?:院|户|宅)?(?!楼|线|路|门(?![前口])|桥|井|机|闸|泵|杆|公厕|岗))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
