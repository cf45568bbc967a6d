// CSV files as people have them: read, or refused with the place and what to do.
#include "engine/data/csv.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/core/text.h"

namespace bp {
namespace {

using Names = std::vector<std::string>;
constexpr CsvOptions kDrop{.drop_incomplete = true};

Table read(std::string_view text, const CsvOptions& options = {}) {
  Result<Table> table = parse_csv(text, options);
  if (!table) FAIL(table.error().message);
  return std::move(table).value();
}

std::string error_of(std::string_view text, const CsvOptions& options = {}) {
  const Result<Table> table = parse_csv(text, options);
  return table ? "no error" : table.error().message;
}

bool refuses(std::string_view text, std::string_view because, const CsvOptions& options = {}) {
  const std::string error = error_of(text, options);
  CAPTURE(error);
  const bool is_found = error.find(because) != std::string::npos;
  CHECK(is_found);
  return is_found;
}

/// Column names a, b, c, … and rows of small numbers.
std::string grid(Index columns, Index rows) {
  std::string text;
  for (Index i = 0; i <= rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      if (j > 0) text += ',';
      if (i == 0) text += 'x';
      text += std::to_string(i == 0 ? j : (i * 31 + j * 17) % 97);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a table has features in columns' order, samples in rows' order, and the target apart") {
  const Table t = read("a,b,c\n1,2,3.5\n-4,5e-1,6.25\n");
  CHECK(t.feature_names == Names{"a", "b"});
  CHECK(t.target_name == "c");
  CHECK(t.task == Task::Regression);
  CHECK(t.class_names.empty());
  REQUIRE(t.X.rows() == 2);
  REQUIRE(t.count() == 2);
  CHECK(t.X(0, 0) == 1);
  CHECK(t.X(1, 0) == 2);
  CHECK(t.X(0, 1) == -4);
  CHECK(t.X(1, 1) == 0.5F);
  CHECK(t.y(0) == 3.5F);
  CHECK(t.y(1) == 6.25F);
}

TEST_CASE("the target is the column that is named, numbered, or else the last") {
  const char* text = "a,b,2\n1.5,2,3\n4,5.5,6\n";
  CHECK(read(text).target_name == "2");
  CHECK(read(text, {.target = "a"}).target_name == "a");
  CHECK(read(text, {.target = "a"}).feature_names == Names{"b", "2"});
  CHECK(read(text, {.target = "1"}).target_name == "a");
  CHECK(read(text, {.target = "2"}).target_name == "2");  // a name goes before a number
  CHECK(read(text, {.target = "2", .target_column = 2}).target_name == "b");  // unless it is one
  refuses(text, "no column 7", {.target_column = 7});
  refuses(text, "no column \"d\" to be the target; there are a, b, 2", {.target = "d"});
  refuses(text, "no column 4", {.target = "4"});
  refuses(text, "no column 0", {.target = "0"});
  refuses(text, "no column \"1x\"", {.target = "1x"});
  refuses("a,b,a\n1,2,3\n", "Two columns are called \"a\"", {.target = "a"});
  CHECK(read("a,b,a\n1,2,3\n4,5,6\n", {.target = "3"}).feature_names == Names{"a", "b"});
}

TEST_CASE("text in the target makes classes, in the order of their first appearance") {
  const Table t = read("x,kind\n1,wide\n2,narrow\n3,wide\n");
  CHECK(t.task == Task::Classification);
  CHECK(t.class_names == Names{"wide", "narrow"});
  CHECK(t.y == Vector<float>{{0, 1, 0}});
  CHECK(read("x,kind\n1,2\n2,unknown\n").class_names == Names{"2", "unknown"});
}

TEST_CASE("few whole numbers are classes in their own order, other numbers are values") {
  const Table t = read("x,y\n1,10\n2,-1\n3,9.0\n4,9\n");
  CHECK(t.class_names == Names{"-1", "9", "10"});
  CHECK(t.y == Vector<float>{{2, 0, 1, 1}});
  CHECK(read("x,y\n1,0.5\n2,1\n").task == Task::Regression);
  std::string ten = "x,y\n";
  for (int i = 0; i < 10; ++i) ten += "1," + std::to_string(i) + "\n";
  CHECK(read(ten).task == Task::Classification);
  CHECK(read(ten + "1,10\n").task == Task::Regression);
}

TEST_CASE("what the target is can be told") {
  using Kind = CsvOptions::TargetKind;
  const char* numbers = "x,y\n1,0\n2,1\n3,0\n";
  CHECK(read(numbers, {.target_kind = Kind::Values}).task == Task::Regression);
  CHECK(read("x,y\n1,0.5\n2,0.25\n", {.target_kind = Kind::Classes}).class_names ==
        Names{"0.25", "0.5"});
  refuses("x,y\n1,0\n2,high\n", "Line 3, column 2 (y): \"high\" is text, not a number",
          {.target_kind = Kind::Values});
}

TEST_CASE("a target that is the same everywhere or has too many classes is refused") {
  refuses("x,y\n1,a\n2,a\n", "target y is the same in every row");
  refuses("x,y\n1,0.5\n2,0.5\n", "the same in every row");
  std::string many = "x,name\n";
  for (int i = 0; i < 11; ++i) many += "1,n" + std::to_string(i) + "\n";
  refuses(many, "target name has more than 10 different values");
  many.erase(many.rfind("1,n"));
  CHECK(read(many).class_names.size() == 10);
}

TEST_CASE("a first line of data is no line of names") {
  const Table iris = read("5.1,3.5,setosa\n6.3,3.3,virginica\n");  // as UCI gives it
  CHECK(iris.count() == 2);
  CHECK(iris.feature_names == Names{"V1", "V2"});
  CHECK(iris.target_name == "V3");
  CHECK(read("1,2\n3,4\n").count() == 2);
  const Table years = read("x,1990,2000\n1,2,3.5\n4,5,6.5\n");
  CHECK(years.count() == 2);
  CHECK(years.feature_names == Names{"x", "1990"});
  CHECK(read(",b,c\n1,2,3.5\n4,5,6\n").feature_names == Names{"V1", "b"});
  refuses("1,,3\n4,5,6\n", "Line 1, column 2 (V2): the cell is empty");
}

TEST_CASE("separators, quotes, spaces, line ends and marks are read as programs write them") {
  CHECK(read("a;b\n1;2.5\n3;4\n").y(0) == 2.5F);
  CHECK(read("a\tb\n1\t2.5\n3\t4\n").y(0) == 2.5F);
  CHECK(read("\"a, b\";c;d\n1;2;3.5\n4;5;6\n").feature_names == Names{"a, b", "c"});
  CHECK(read("\"a \"\"b\"\"\",c\r\n\"1\",2.5\r\n3,\"4\"\r\n").feature_names == Names{"a \"b\""});
  CHECK(read("\xEF\xBB\xBF"
             "a,b\n1,2.5\n3,4")
            .feature_names == Names{"a"});
  CHECK(read(" a , b \n 1 , \"2.5\" \n3,4\n").y(0) == 2.5F);
  CHECK(read("a,b\r1,2.5\r3,4\r").count() == 2);
  CHECK(read("\n\na,b\n\n1,2.5\n  \n3,4\n,\n\n").count() == 2);  // blank lines, and Excel's
  CHECK(read("a\t b\n1\t2.5\n3\t4\n").target_name == "b");
  const Table two_lines = read("\"first\nname\",b\n1,2.5\n3,4\n");
  CHECK(two_lines.feature_names == Names{"first name"});
}

TEST_CASE("classes keep their quotes and may hold the separator") {
  const Table t = read("x,y\n1,\"a \"\"1\"\"\"\n2,\"a, b\"\n3,\"a \"\"1\"\"\"\n");
  CHECK(t.class_names == Names{"a \"1\"", "a, b"});
  CHECK(t.y == Vector<float>{{0, 1, 0}});
}

TEST_CASE("names that are no UTF-8 are read as Latin-1, long ones are cut") {
  const Table t = read(
      "Gr\xF6\xDF"
      "e,y\n1,2.5\n3,4\n");
  CHECK(t.feature_names == Names{"Größe"});
  const Table long_name = read(std::string(500, 'n') +
                               ",y\n1,k\xFC"
                               "hl\n3,warm\n");
  CHECK(long_name.feature_names[0].size() < 70);
  CHECK(long_name.class_names[0] == "kühl");
}

TEST_CASE("ragged rows are refused with both lines") {
  refuses("a,b,c\n1,2,3\n4,5\n", "Line 3 has 2 cells, but line 1 has 3");
  refuses("a,b\n1,2\n3,4,5\n", "Line 3 has 3 cells, but line 1 has 2");
  refuses("\n\na,b\n1,2\n\n3\n", "Line 6 has 1 cell, but line 3 has 2");
  refuses("a,b\n1,\"x\ny\"\n3\n", "Line 4 has 1 cell");  // a cell may span lines
  refuses("a,b\n1,2\n3\n", "has 1 cell", kDrop);
}

TEST_CASE("missing values are refused with line, column and name") {
  const char* place = "Line 3, column 2 (b): ";
  refuses("a,b,c\n1,2,3\n4,,6\n", std::string(place) + "the cell is empty");
  refuses("a,b,c\n1,2,3\n4,\"\",6\n", std::string(place) + "the cell is empty");
  for (const char* word : {"NA", "n/a", "NaN", "null", "?", "inf", "-Infinity", "1e39"}) {
    const std::string text = "a,b,c\n1,2,3\n4," + std::string(word) + ",6\n";
    refuses(text, place + ('"' + std::string(word)) + "\" is no finite number");
  }
  refuses("a,b\n1,\n3,4\n", "Line 2, column 2 (b): the cell is empty");  // the target too
}

TEST_CASE("text among the features is refused, a decimal comma with a hint") {
  refuses("a,b,c\n1,x,3\n", "Line 2, column 2 (b): \"x\" is text, not a number. Correct it");
  refuses("a;b;c\n1;2,5;3\n4;5;6\n", "\"2,5\" is text, not a number. Write a decimal point: 2.5");
  refuses("a,b,c\n1,1e999,3\n4,5,6\n", "\"1e999\" is text");
  refuses("a,b,c\n1,2024-05-01,3\n4,5,6\n", "\"2024-05-01\" is text");
}

TEST_CASE("files without data are refused") {
  refuses("", "The file is empty");
  refuses("\n \r\n\n", "The file is empty");
  refuses(",,,\n", "The file is empty");
  refuses("a,b\n", "no line of data");
  refuses("a,b\n1,2\n", "only one row");
  refuses("1\n2\n3\n", "only one column");
  refuses("a,b\n1,x\n", "only one row");
  refuses(std::string_view("a,b\n1,2\0\n", 9), "no text in UTF-8");
  refuses(
      "\xFF\xFE"
      "a,b",
      "no text in UTF-8");
}

TEST_CASE("quotes that do not end, or end too early, are refused with their line") {
  refuses("a,b\n1,\"2\n3,4\n", "Line 2: the quote opened here does not end");
  refuses("a,b\n1,\"2\"x\n3,4\n", "Line 2: there is text behind a closing quote");
  refuses("\"a", "Line 1: the quote opened here does not end");
}

TEST_CASE("too much of anything is refused") {
  CHECK(read(grid(kMaxTableColumns, 2)).X.rows() == kMaxTableColumns - 1);
  refuses(grid(kMaxTableColumns + 1, 2), "Line 1: there are more than 1024 columns");
  CHECK(read(grid(2, kMaxTableRows)).count() == kMaxTableRows);
  refuses(grid(2, kMaxTableRows + 1), "Line 100002: there are more than 100000 rows");
  refuses(std::string(kMaxCsvBytes + 1, '1'), "larger than 64 MB");
}

TEST_CASE("messages about hostile text can be shown") {
  const std::string junk = "\xFF\x01" + std::string(1000, '\xC3');
  for (const std::string& text : {"a,b,c\n1," + junk + ",3\n", junk + ",b\n1,x\n,2\n"}) {
    const std::string error = error_of(text);
    CHECK(is_utf8(error));
    CHECK(error.size() < 400);
    CHECK(error.find('\x01') == std::string::npos);
  }
}

TEST_CASE("rows that lack a value and columns of text can be left out, which is told") {
  Remarks remarks;
  const Result<Table> t =
      parse_csv("a,b,near,y\n1,2,BAY,3.5\n4,,BAY,6\n7,8,,9.5\n5,NA,ISLAND,1\n", kDrop, &remarks);
  REQUIRE(t.ok());
  CHECK(t.value().feature_names == Names{"a", "b"});
  REQUIRE(t.value().count() == 2);  // what is missing in a column left out does not count
  CHECK(t.value().X(1, 1) == 8);
  CHECK(t.value().y == Vector<float>{{3.5F, 9.5F}});
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0].message == "2 rows without b (first: line 3) were left out.");
  CHECK(remarks[1].message == "The text column near was left out.");
}

TEST_CASE("what was left out is told in words that fit") {
  const auto told = [](std::string_view text) {
    Remarks remarks;
    const Result<Table> table = parse_csv(text, kDrop, &remarks);
    CHECK(table.ok());
    return remarks.empty() ? std::string("nothing") : remarks[0].message;
  };
  CHECK(told("a,y\n1,2.5\n3,4\n") == "nothing");
  CHECK(told("a,y\n1,2.5\n,4\n3,4\n") == "1 row without a (first: line 3) was left out.");
  CHECK(told("a,b,y\n1,k,2.5\n3,l,4\n") == "The text column b was left out.");
  CHECK(told("a,b,c,y\n1,k,m,2.5\n3,l,n,4\n") == "2 text columns were left out: b, c.");
  CHECK(told("a,b,y\n,1,2\n1,,2\n1,2,2.5\n1,2,\n1,2,3\n") ==
        "3 rows without a value in every column (first: line 2, a) were left out.");
}

TEST_CASE("if leaving out leaves nothing, the message says why") {
  refuses("a,b,y\n1,,2\n2,,3\n3,4,5\n",
          "Fewer than two rows are complete; b alone is missing in 2 of 3", kDrop);
  refuses("a,y\nk,1\nl,2\n", "Every column but the target holds text", kDrop);
  refuses("a,y\n1,\n2,0.5\n3,0.5\n", "the same in every row", kDrop);
}

TEST_CASE("a class of which no complete row is left is no class") {
  const Table t = read("a,y\n1,p\n,q\n3,r\n", kDrop);
  CHECK(t.class_names == Names{"p", "r"});
}

TEST_CASE("a cell of nothing but quotes takes no longer than its length") {
  const std::string quotes(std::size_t{4} << 20, '"');
  CHECK(read("x,y\n1," + quotes + "\n2,b\n").class_names.size() == 2);
}

}  // namespace bp
