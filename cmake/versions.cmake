# Where a dependency is downloaded from when it is neither unpacked by ./playground nor installed.
set(BP_EIGEN_URL https://gitlab.com/libeigen/eigen/-/archive/5.0.1/eigen-5.0.1.tar.gz)
set(BP_EIGEN_HASH SHA256=e9c326dc8c05cd1e044c71f30f1b2e34a6161a3b6ecf445d56b53ff1669e3dec)
set(BP_DOCTEST_URL https://github.com/doctest/doctest/archive/refs/tags/v2.4.12.tar.gz)
set(BP_DOCTEST_HASH SHA256=73381c7aa4dee704bd935609668cf41880ea7f19fa0504a200e13b74999c2d70)
set(BP_IMGUI_URL https://github.com/ocornut/imgui/archive/v1.92.8.tar.gz)
set(BP_IMGUI_HASH SHA256=fecb33d33930e12ff53a34064e9d3a06c8f7c3e04408f14cd36c80e3faac863b)
set(BP_GLFW_URL https://github.com/glfw/glfw/archive/3.4.tar.gz)
set(BP_GLFW_HASH SHA256=c038d34200234d071fae9345bc455e4a8f2f544ab60150765d7704e08f3dac01)
